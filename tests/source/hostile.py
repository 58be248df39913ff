"""Pieces of markup that were found to cost the square of their number when they are repeated, here or elsewhere."""

REPEATED = (
    *("[", "![", "<b", "<a x='", "*a ", "**a*", "_a __", "a~b~", "^[", "a^[b] ", "[^x] ", "[@x] ", "$5-", "`a"),
    *("| a\n", "&#", "https://a.b/)", "<!-- ", "<redact>a</redact> ", "# a\n", "a\n: b\n\n", "</b>", "{{ "),
    *("<dl><dd>a</dl>", "\\[", "[a][b]", "{>>", "a{>>b<<} "),
)
