"""Texts that try to be more than text, for whatever shows what others have written."""

ADVERSARIAL = (
    "<script>alert(1)</script>",
    "**bold** [link](javascript:alert(1)) # head",
    "\u202eright to left\u202c and \u2069 out \u05d0\u05d1",
    "long " + "x" * 9_995,
    "\U0001f3d4\ufe0f \U0001f469\u200d\U0001f469\u200d\U0001f467 emoji",
    "\"quotes\" 'and' &amp; ]]> --> </title></svg>",
    "{{ 7 * 7 }} {% raw %} ${x}",
    "a line\r\nBcc: someone@desk.example",
)
