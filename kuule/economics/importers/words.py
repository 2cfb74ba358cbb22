"""The words by which files say what something is, folded as `search_words` does.

In English, Finnish, Swedish and German.
"""

from kuule.economics import rules

ENTRY_WORDS = {
    rules.REVENUE: (
        "revenue|sale|sales|invoice|income|payment|order|tulo|tuotto|myynti|lasku|liikevaihto|intakt|forsaljning|"
        "faktura|umsatz|erlos|rechnung"
    ),
    rules.REFUND: (
        "refund|credit note|credit|credit memo|return|hyvitys|hyvityslasku|palautus|kreditering|kreditnota|"
        "aterbetalning|gutschrift|erstattung"
    ),
    rules.COST: (
        "cost|cost to serve|expense|service cost|kulu|kulut|kustannus|palvelukustannus|kostnad|kosten|aufwand"
    ),
}
OUTCOME_WORDS = {
    rules.RENEWED: "renewed|renewal|extended|won|uusittu|uudistettu|jatkettu|fornyat|fornyad|verlangert|erneuert",
    rules.LOST: (
        "lost|churned|cancelled|canceled|ended|terminated|not renewed|menetetty|irtisanottu|paattynyt|paatetty|"
        "forlorad|uppsagt|uppsagd|avslutat|verloren|gekundigt|beendet"
    ),
}
OPEN_WORDS = "open|pending|running|active|auki|avoin|voimassa|oppen|pagaende|offen|laufend|aktiv"
EVENT_WORDS = {
    rules.LEFT: "left|churn|churned|cancelled|canceled|lahti|lahtenyt|poistui|lamnade|lamnat|gegangen|abgewandert",
    rules.INCIDENT: (
        "incident|bad incident|outage|complaint|failure|hairio|reklamaatio|poikkeama|storning|vorfall|storung"
    ),
    rules.OFFER: "offer|upsell|cross sell|campaign|tarjous|lisamyynti|erbjudande|angebot",
    rules.REFERRAL: "referral|recommended|recommendation|suositus|suositteli|rekommendation|empfehlung",
    rules.CONTACTED: "contacted|contact|call|callback|yhteydenotto|soitto|kontakt|kontaktad|samtal|kontaktiert|anruf",
}
EVENT_OUTCOME_WORDS = {
    True: "taken|accepted|bought|reached|otettu|hyvaksytty|tavoitettu|antagen|natt|angenommen|erreicht",
    False: (
        "not taken|declined|refused|rejected|left alone|not contacted|control|ei otettu|hylatty|jatetty rauhaan|"
        "avbojt|ej kontaktad|abgelehnt|nicht kontaktiert"
    ),
}
ORIGIN_WORDS = {
    rules.RECOMMENDED: (
        "recommended|recommendation|recommended to them|referral|word of mouth|friend|suositus|suosittelu|suositeltu|"
        "rekommendation|rekommenderad|empfehlung|empfohlen"
    ),
    rules.ADVERTISING: (
        "advertising|advertisement|ad|ads|marketing|search|social media|mainos|mainonta|markkinointi|reklam|annons|"
        "werbung"
    ),
    rules.SELLING: "selling|sales|salesperson|sales call|outbound|myynti|myyja|forsaljning|saljare|vertrieb|verkauf",
    rules.OTHER: "other|something else|muu|muu syy|annat|ovrigt|sonstiges|anderes",
}
