"""The PDFs that a centre hands out, keeps and sends."""
