"""Recusal screening and team rostering for inspection offices (巡察回避与编组)."""

VERSION = "0.1.0"
