"""What the columns of a file of reviews and posts can become, and by which headers they are known."""

from django.utils.translation import gettext_lazy as _

from kuule.contacts.rules import columns as people
from kuule.responses.rules import heard as to

HEARD_FIELDS = (
    (to.SAID_AT, _("When it was said")),
    (to.SOURCE, _("Where it was said")),
    (to.HEADING, _("Title")),
    (to.TEXT, _("What was said")),
    (to.RATING, _("Rating")),
    (to.AUTHOR, _("Author")),
    (to.LINK, _("Link to it")),
    (to.REACH, _("Reach")),
    (to.HEARD_ID, _("Its id there")),
)

# In English, Finnish, Swedish and Norwegian, and as review sites and help desks write them, folded as by
# `search_words`.
_HEADERS = {
    to.SAID_AT: (
        "said at|date|created at|created|createtime|create time|review created utc|review created|review date|"
        "review submit date and time|published|published at|published date|publish date|posted at|posted|submitted at|"
        "date submitted|timestamp|time|created date|post date|updatetime|paiva|paivamaara|pvm|aika|aikaleima|julkaistu|"
        "julkaisupaiva|luotu|arvostelun paiva|datum|publicerad|dato|publisert"
    ),
    to.SOURCE: (
        "source|site|platform|where|review site|review source|network|channel|publisher|lahde|palvelu|alusta|kanava|"
        "kalla|plattform|kilde"
    ),
    to.HEADING: (
        "title|review title|headline|subject|heading|post title|otsikko|aihe|rubrik|amne|tittel|overskrift|emne"
    ),
    to.TEXT: (
        "text|review text|review|review content|review body|content|comment|comments|body|message|post|post text|"
        "post message|description|full text|snippet|feedback|verbatim|teksti|arvostelu|kommentti|palaute|viesti|"
        "sisalto|kuvaus|omdome|recension|innehall|kommentar|anmeldelse|innhold|tekst"
    ),
    to.RATING: (
        "rating|stars|star rating|starrating|review stars|review rating|score|grade|review score|overall rating|"
        "satisfaction rating|csat|thumbs|arvosana|tahdet|tahtia|pisteet|arvio|betyg|stjarnor|karakter|stjerner|"
        "vurdering"
    ),
    to.AUTHOR: (
        "author|reviewer|reviewer name|reviewer displayname|displayname|display name|review username|username|"
        "user name|user|name|nickname|profile name|consumer name|customer name|author name|posted by|requester|"
        "kirjoittaja|arvostelija|nimi|nimimerkki|forfattare|namn|forfatter|navn"
    ),
    to.LINK: "link|url|review link|review url|permalink|post url|post link|address|linkki|osoite|lank|lenke",
    to.REACH: (
        "reach|potential reach|impressions|views|followers|audience|estimated reach|nayttokerrat|tavoittavuus|"
        "seuraajat|rackvidd|visningar|rekkevidde|visninger"
    ),
    to.HEARD_ID: (
        "id|review id|reviewid|post id|mention id|ticket id|ticket number|ticket|case id|case number|comment id|"
        "arvostelun id|julkaisun id|tiketti|tikettinumero|arendenummer|saksnummer"
    ),
    people.EMAIL: "review user email|reviewer email|consumer email|user email|requester email|author email",
    people.LANGUAGE: "review language|reviewer language",
    people.EXTERNAL_ID: "contact id|person id|customer id|external id|your id|id of the person|asiakastunnus",
}
BY_HEADER = {header: target for target, headers in _HEADERS.items() for header in headers.split("|")}
