"""Names that break layouts: long, of one word, with marks, and in other scripts than Latin."""

from __future__ import annotations

LONGEST = ("Montgomery-Fitzherbert-Wolfe", "Alexandrina")
"""Forty-one characters as a register writes it."""
ODD_NAMES = (
    LONGEST,
    ("O'Connor", "Siân Órlaith"),
    ("Nguyễn", "Thị Ánh Tuyết"),
    ("Łukaszewicz-Brzęczyszczykiewicz", "Małgorzata"),
    ("Madonna", ""),
    ("Ștefănescu", "Ioana"),
    ("Παπαδόπουλος", "Ελένη"),
    ("Шевченко", "Оксана"),
    ("Wolfeschlegelsteinhausenbergerdorff", "Jo"),
    ("İnönü", "Gülşah"),
    ("Ó Súilleabháin", "Cáit Ní"),
    ("van der Westhuizen", "Pieter-Dirk"),
    ("Đặng", "Quỳnh"),
    ("Li", "Wei"),
    ("Þórðardóttir", "Sæunn"),
    ("Smith", "Jo"),
)
SCRIPT_NAMES = (
    ("الأحمد", "محمد علي"),
    ("בן־גוריון", "שרה"),
    ("Ọlọ́runfẹ́mi", "Adébáyọ̀"),
    ("چودھری", "گلاب"),
    ("王", "小明"),
    ("कुमार", "राजेश"),
    ("Հովհաննիսյան", "Գառնիկ"),
    ("Ivanović-Đorđević", "Љубица"),
    ("عبد الرحمن بن عبد العزيز آل سعود الهاشمي القرشي", "فاطمة الزهراء"),
    ("ქართველიშვილი", "ნინო"),
    ("Featherstonehaugh-Cholmondeley-Marjoribanks-St John", "Anastasia"),
)
"""Joined, turned, marked, and what no embedded font has; the ninth and the last are very long."""
