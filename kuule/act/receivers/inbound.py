"""Mails that a provider takes for us and posts to us, through django-anymail."""

from anymail.inbound import AnymailInboundMessage
from anymail.signals import AnymailInboundEvent, inbound
from django.dispatch import receiver
from django.utils import timezone

from kuule.act.services.incoming import take_mail


@receiver(inbound, dispatch_uid="kuule.act.take_mail_from_a_provider")
def take_mail_from_a_provider(event: AnymailInboundEvent, **_about: object) -> None:
    """Put a mail into the case it belongs to. A provider keeps nothing: what belongs to none is only listed."""
    message: AnymailInboundMessage = event.message
    recipient = message.envelope_recipient
    take_mail(
        raw=message.as_bytes(),
        recipients=(str(recipient),) if recipient else (),
        now=timezone.now(),
    )
