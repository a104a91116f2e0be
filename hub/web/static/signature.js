// A signature drawn with a finger, a pen or a mouse: strokes in a box of 600 × 200, as a compact SVG path.
"use strict";

(() => {
  const WIDTH = 600;
  const HEIGHT = 200;
  const MOST_CHARACTERS = 6000;
  const LEAST_STEP = 4;

  const within = (value, most) => Math.min(most - 1, Math.max(0, Math.round(value)));

  const thinned = (stroke, step) => stroke.filter((point, index) => {
    if (index === 0) return true;
    const [x, y] = stroke.kept ?? stroke[0];
    const far = Math.max(Math.abs(point[0] - x), Math.abs(point[1] - y)) >= step;
    if (far) stroke.kept = point;
    return far;
  });

  const pathOf = (strokes) => {
    for (let step = LEAST_STEP; step <= WIDTH; step *= 2) {
      const path = strokes.map((stroke) => {
        stroke.kept = undefined;
        return "M" + thinned(stroke, step).map(([x, y]) => `${x} ${y}`).join("L");
      }).join("");
      if (path.length <= MOST_CHARACTERS) return path;
    }
    return "";
  };

  for (const box of document.querySelectorAll("[data-signature]")) {
    box.hidden = false;
    const canvas = box.querySelector("canvas");
    const field = box.querySelector("input");
    const pen = canvas.getContext("2d");
    let strokes = [];
    let drawing = null;

    const place = (event) => {
      const frame = canvas.getBoundingClientRect();
      const x = (event.clientX - frame.left) / frame.width * WIDTH;
      const y = (event.clientY - frame.top) / frame.height * HEIGHT;
      return [within(x, WIDTH), within(y, HEIGHT)];
    };
    const draw = () => {
      pen.clearRect(0, 0, WIDTH, HEIGHT);
      Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#14171B" });
      for (const stroke of strokes) {
        pen.beginPath();
        pen.moveTo(...stroke[0]);
        for (const point of stroke) pen.lineTo(...point);
        pen.stroke();
      }
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      drawing = [place(event)];
      strokes.push(drawing);
      draw();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      drawing.push(place(event));
      draw();
    });
    const lift = () => {
      drawing = null;
      field.value = pathOf(strokes);
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    box.querySelector("[data-signature-clear]").addEventListener("click", () => {
      strokes = [];
      drawing = null;
      field.value = "";
      draw();
    });
  }
})();
