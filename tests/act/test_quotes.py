"""What was newly written in a reply, by the mail programs that people here use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuule.act.rules.quotes import newly_written

NEW = "Kiitos, sopii hyvin.\n\nTerveisin\nAino"
QUOTES = {
    "gmail": "On Tue, Nov 24, 2026 at 10:05 AM Maija Virtanen <reply+1@k.example> wrote:\n\n> Hello Aino\n> sorry\n",
    "gmail, wrapped": "On Tue, Nov 24, 2026 at 10:05 AM Maija, Kellokaari <\nreply+0123@k.example> wrote:\n\n> Hello\n",
    "gmail in Finnish": "ti 24. marrask. 2026 klo 10.05 Maija, Kellokaari (\nreply+01@k.example) kirjoitti:\n\n> Hei\n",
    "apple": "> On 24. Nov 2026, at 10.05, Maija <reply@k.example> wrote:\n> \n> Hello Aino\n",
    "apple in Finnish": "Maija Virtanen <reply@k.example> kirjoitti 24.11.2026 kello 10.05:\n\n> Hei Aino\n",
    "thunderbird in Finnish": "Maija Virtanen kirjoitti 24.11.2026 klo 10.05:\n> Hei Aino\n",
    "outlook": "From: Maija <reply@k.example>\nSent: Tuesday, 24 November 2026 10.05\nTo: Aino\nSubject: Hi\n\nHello\n",
    "outlook in Finnish": "Lähettäjä: Maija <r@k.example>\nLähetetty: tiistai 24.11.2026\nAihe: Hei\n\nHei\n",
    "outlook on the web": "________________________________\nFrom: Maija <reply@k.example>\nSent: Tuesday\n\nHello\n",
    "old outlook": "-----Original Message-----\nFrom: Maija\nSent: Tuesday\nTo: Aino\nSubject: Hi\n\nHello\n",
    "in Swedish": "Den tis 24 nov. 2026 kl 10:05 skrev Maija <reply@k.example>:\n\n> Hej Aino\n",
    "in German": "Am Di., 24. Nov. 2026 um 10:05 Uhr schrieb Maija <reply@k.example>:\n\n> Hallo\n",
    "plain quote": "> Hello Aino\n> sorry\n",
}


@pytest.mark.parametrize("program", QUOTES)
def test_what_was_quoted_is_cut_off(program: str) -> None:
    assert newly_written(f"{NEW}\n\n{QUOTES[program]}") == NEW
    assert newly_written(f"{NEW}\n{QUOTES[program]}".replace("\n", "\r\n")) == NEW


@pytest.mark.parametrize(
    "text",
    [
        "> Shall I call tomorrow?\n\nYes.\n\n> At ten?\n\nNo, at noon.",
        "On Tue, Maija wrote:\n> Shall I call?\n\nYes, below your words.",
        "On the phone you wrote: call me.\n\nFrom: Oslo we ship\nWe went on:",
        "> Only a quote\n> and no word",
        "My boss wrote:\nthis is too late",
        "",
    ],
)
def test_nothing_that_may_be_new_is_lost(text: str) -> None:
    assert newly_written(text) == text.strip()


@given(text=st.text(alphabet="ab:>@<.\n OnwroteFrmSTu-_", max_size=300))
def test_what_is_left_stood_at_the_beginning(text: str) -> None:
    left = newly_written(text)
    assert left == text.strip() or text.strip().startswith(left)
    assert bool(left) == bool(text.strip())
