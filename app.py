"""The web app's entry: page settings, language and navigation. Run with `streamlit run app.py`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app_pages.colours import palette_css
from app_pages.language import choose_language

PAGES = Path(__file__).parent / "app_pages"


def main() -> None:
    """Draw the frame around the pages, and the page that is open."""
    st.set_page_config(page_title="Jembatan", page_icon=":material/translate:", layout="wide")
    st.html(PAGES / "styles.css")
    st.html(f"<style>{palette_css()}</style>")
    text = choose_language()
    pages = [
        st.Page(
            PAGES / "translate_page.py",
            title=text("translate.title"),
            icon=":material/translate:",
            url_path="translate",
            default=True,
        ),
        st.Page(
            PAGES / "glossary_page.py",
            title=text("glossary.title"),
            icon=":material/menu_book:",
            url_path="glossary",
        ),
    ]
    st.navigation({text("app.name"): pages}).run()


if __name__ == "__main__":
    main()
