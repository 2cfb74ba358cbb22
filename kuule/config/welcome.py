"""What a person reads when Kuule has started."""

from django.conf import settings
from django.urls import reverse

from kuule.config.cli.newcomers import first_link
from kuule.demo.selectors import demo_sign_in
from kuule.surveys.models import Survey
from kuule.surveys.rules import PUBLISHED
from kuule.workspaces.models import Workspace


def welcome() -> str:
    """Return the address, how to sign in, a survey link and what to try, as lines for the terminal."""
    base = settings.KUULE_BASE_URL
    lines = [f"[bold]Open[/bold]           {base}/"]
    sign_in = demo_sign_in()
    link = first_link()
    if sign_in:
        lines.append(f"[bold]Sign in[/bold]        {sign_in.email}   password: {sign_in.password}")
    if link:
        lines.append(f"[bold]First visit[/bold]    {link}")
    survey = Survey.objects.filter(state=PUBLISHED).order_by("workspace__created_at", "pk").first()
    if survey:
        lines.append(
            f"[bold]Answer[/bold]         {base}/s/{survey.slug}   the shared survey link, as a customer sees it"
        )
    lines += ["", *_what_to_try(base), "", f"Data are kept in {settings.KUULE_HOME}. Ctrl-C stops everything."]
    return "\n".join(lines)


def _what_to_try(base: str) -> list[str]:
    workspace = Workspace.objects.order_by("created_at", "pk").first()
    if workspace is None:
        return ["Open the first-visit link to name your company and yourself; then import your customers."]
    import_new, wave_new, mailbox = (
        base + reverse(page, args=[workspace.slug]) for page in ("import_new", "wave_new", "mailbox")
    )
    return [
        "[bold]Try[/bold]  1. Overview: what happened in October? Click the dip, read the comments behind it.",
        f"     2. Import customers: {import_new}",
        f"     3. Ask them: {wave_new} and open the mail in the Mailbox: {mailbox}",
        "     4. Answer on your phone, and watch the score and its interval move.",
    ]
