"""What people call the columns of a collection, in English, Finnish and Swedish.

The fields' own names and labels are known without being listed. ``|`` stands between names; they are
compared without capitals, accents and signs. What is not a field of the record stands at the end.
"""

from __future__ import annotations

OTHERS = ("id", "uuid", "owner", "language", "status", "published", "licence", "example")
SOURCES = ("source_url", "source_title", "source_date")
DROPPED = "contact"

# field: (English, Finnish, Swedish)
ALIASES: dict[str, tuple[str, str, str]] = {
    "title": (
        "title|name|practice|practice name|name of practice|name of the good practice|title of the practice"
        "|title of the good practice|good practice|good practice title|practice title|heading|headline|title of initiative",
        "otsikko|nimi|kaytannon nimi|käytäntö|hyvän käytännön nimi|hyvä käytäntö|mallin nimi|toimintamallin nimi|toimintamalli",
        "rubrik|titel|namn|praxis|praxisens namn|god praxis|namn på praxis|benämning",
    ),
    "summary": (
        "summary|short summary|short description|abstract|description|in brief|in short|brief description|lead|intro"
        "|introduction|short summary of the practice|overview",
        "kuvaus|tiivistelmä|yhteenveto|lyhyt kuvaus|lyhyesti|ingressi|esittely|johdanto|kaytannon kuvaus|tiiviisti",
        "sammanfattning|beskrivning|kort beskrivning|i korthet|ingress|kortfattat|presentation|kort sammanfattning",
    ),
    "kind": (
        "kind|type|type of practice|practice type|kind of practice|category",
        "tyyppi|käytännön tyyppi|laji|muoto|kategoria",
        "typ|typ av praxis|slag|kategori",
    ),
    "themes": (
        "theme|themes|topic|topics|subject|subjects|integration area|integration areas|policy area|keyword|keywords|tags"
        "|thematic area|field|about themes",
        "teema|teemat|aihe|aiheet|asiasanat|avainsanat|aihealue|aihealueet|osa-alue",
        "tema|teman|ämne|ämnen|ämnesord|nyckelord|område|delområde",
    ),
    "target_groups": (
        "target group|target groups|audience|beneficiaries|who is it for|for whom|target audience|main beneficiaries",
        "kohderyhmä|kohderyhmät|kenelle|asiakasryhmä|asiakasryhmät|hyödynsaajat",
        "målgrupp|målgrupper|för vem|för vilka|kundgrupp|kundgrupper",
    ),
    "target_note": (
        "who benefits|target group details|more about the target group|reach|beneficiaries details",
        "kohderyhmän kuvaus|lisätietoa kohderyhmästä|tavoittavuus",
        "beskrivning av målgruppen|mer om målgruppen",
    ),
    "phases": (
        "phase|phases|phase of integration|integration phase|stage",
        "vaihe|vaiheet|kotoutumisen vaihe",
        "fas|faser|integrationsfas|skede|integrationens skede",
    ),
    "places": (
        "place|places|location|locations|municipality|municipalities|city|town|region|country|area|where|site|nuts|lau"
        "|geographical area|municipality code|spatial coverage|coverage",
        "paikka|paikat|kunta|kunnat|kaupunki|maakunta|alue|sijainti|missä|maa|kuntakoodi|kuntanumero|paikkakunta",
        "plats|platser|kommun|kommuner|stad|landskap|region|ort|var|land|kommunkod|område plats",
    ),
    "scope": ("scope|how wide|level", "laajuus|taso", "omfattning|nivå"),
    "started_on": (
        "start|started|start date|starting date|begin|began|from|started in|year started|start year|date from|begins",
        "alkoi|aloitus|aloituspäivä|aloitusvuosi|alkamisaika|alkupvm|alkaen|aloitettu|alku",
        "start|startade|startdatum|började|inleddes|inledd|startår|från",
    ),
    "ended_on": (
        "end|ended|end date|ending date|until|to|year ended|end year|date to|ends|finish date",
        "päättyi|lopetus|päättymispäivä|loppui|loppupvm|asti|päättymisaika|päättynyt|loppu",
        "slut|slutade|slutdatum|avslutades|avslutad|till",
    ),
    "became_regular": (
        "became regular|mainstreamed|regular service|permanent",
        "vakiintunut|vakinaistettu",
        "permanent",
    ),
    "challenge": (
        "challenge|issue|problem|issue challenge|background|need|context|starting point|starting situation|rationale"
        "|the problem addressed|challenges",
        "haaste|ongelma|tausta|lähtötilanne|tarve|lähtökohta|miksi",
        "utmaning|problem|bakgrund|behov|utgångsläge|varför",
    ),
    "needs_evidence": (
        "needs evidence|needs assessment|how the need was identified",
        "tarpeen osoittaminen",
        "behovsanalys",
    ),
    "goals": (
        "goal|goals|objective|objectives|aim|aims|purpose|goals and objectives",
        "tavoite|tavoitteet|päämäärä|tarkoitus",
        "mål|målsättning|syfte|målsättningar",
    ),
    "solution": (
        "solution|how it works|how does it work|detailed description|detailed information|full description|activities"
        "|implementation|method|methods|content|body|text|detailed information on the practice|practice description"
        "|actions|description of activities",
        "ratkaisu|toteutus|toiminta|miten toimii|näin se toimii|menetelmä|menetelmät|sisältö|tarkka kuvaus|toimintatapa"
        "|käytännön toteutus|yksityiskohtainen kuvaus",
        "lösning|genomförande|verksamhet|så fungerar det|hur fungerar det|metod|metoder|innehåll|detaljerad beskrivning",
    ),
    "building_blocks": ("building blocks|components", "rakennuspalikat|osat", "byggstenar|delar"),
    "steps": ("steps|step by step|process", "vaiheittain|askeleet|prosessi", "steg|steg för steg|process"),
    "roles": ("roles|staff roles", "roolit", "roller"),
    "materials": (
        "materials|material|attachments|links to materials|tools",
        "materiaalit|aineistot|liitteet|työkalut",
        "material|bilagor|verktyg",
    ),
    "operating_environment": (
        "operating environment|environment|local context",
        "toimintaympäristö",
        "verksamhetsmiljö|omgivning",
    ),
    "preconditions": (
        "preconditions|prerequisites|conditions|requirements for success|success factors|enabling factors",
        "edellytykset|ehdot|onnistumisen edellytykset|mitä tarvitaan",
        "förutsättningar|villkor|framgångsfaktorer",
    ),
    "difficult_conditions": ("difficult conditions", "vaikeat olosuhteet", "svåra förhållanden"),
    "cost_band": ("cost|cost band|cost level|price", "kustannustaso|hinta", "kostnadsnivå|pris"),
    "costs": ("costs|budget", "kustannukset|kulut|budjetti", "kostnader|budget"),
    "staff_fte": ("staff|fte|staff fte|person years", "henkilöstö|henkilötyövuodet|htv", "personal|årsverken"),
    "funding_note": (
        "funding|resources|resources needed|financing|funder|funding and resources|funded by|funding source",
        "rahoitus|resurssit|rahoittaja|tarvittavat resurssit",
        "finansiering|resurser|finansiär|resurser som behövs",
    ),
    "results": (
        "results|outcomes|impact|effects|evidence of success|results achieved|achievements|evidence of success results"
        " achieved|effectiveness",
        "tulokset|vaikutukset|vaikuttavuus|tulos|hyödyt",
        "resultat|effekter|effekt|verkan|nytta",
    ),
    "evidence_level": ("evidence|evidence level|strength of evidence", "näyttö|näytön taso", "evidens|evidensnivå"),
    "effect_direction": ("effect direction|direction of effect", "vaikutuksen suunta", "effektens riktning"),
    "indicators": ("indicators|measures", "mittarit|indikaattorit", "indikatorer|mått"),
    "customer_view": (
        "customer view|user feedback|feedback|participants opinion|users opinion|testimonials",
        "asiakaspalaute|palaute|asiakkaiden kokemukset|asiakasnäkökulma",
        "kundernas åsikter|respons|feedback|deltagarnas åsikter",
    ),
    "evaluations": ("evaluation|evaluations|assessment", "arviointi|arvioinnit", "utvärdering|utvärderingar"),
    "side_effects": ("side effects", "sivuvaikutukset", "bieffekter"),
    "what_did_not_work": (
        "what did not work|difficulties|difficulties encountered|lessons learned|challenges encountered|problems encountered"
        "|failures|difficulties encountered lessons learned|obstacles",
        "mikä ei toiminut|vaikeudet|opit|kohdatut haasteet|esteet",
        "vad fungerade inte|svårigheter|lärdomar|hinder",
    ),
    "equality": ("equality|non discrimination|gender equality", "tasa arvo|yhdenvertaisuus", "jämlikhet|jämställdhet"),
    "data_protection": ("data protection|privacy", "tietosuoja", "dataskydd"),
    "collaboration": (
        "collaboration|cooperation|partners|partnership|network|stakeholders",
        "yhteistyö|kumppanit|verkosto|yhteistyökumppanit",
        "samarbete|partner|nätverk|samarbetspartner",
    ),
    "sustainability": (
        "sustainability|continuity|how it lasts",
        "jatkuvuus|pysyvyys|kestävyys",
        "hållbarhet|kontinuitet",
    ),
    "transfer_advice": (
        "transfer|transferability|potential for learning or transfer|advice|tips|replication|potential for transfer"
        "|how to adopt|mainstreaming",
        "siirrettävyys|käyttöönotto|vinkit|ohjeet käyttöönottoon|levittäminen|monistettavuus",
        "överförbarhet|ibruktagande|tips|spridning|råd",
    ),
    "requirements": ("requirements|checklist", "vaatimukset", "krav"),
    "not_suitable_when": ("not suitable when|limitations", "ei sovellu|rajoitukset", "lämpar sig inte|begränsningar"),
    "support_offered": ("support offered|support", "tarjottu tuki|tuki", "stöd"),
    "open_to_partners": ("open to partners|looking for partners", "etsii kumppaneita", "söker partner"),
    # Not fields of the record
    "id": (
        "id|identifier|number|no|nro|nr|code|key|record id|external id|practice id|ref|reference|slug|identification",
        "tunniste|tunnus|numero|koodi|viite",
        "identifierare|nummer|kod|beteckning",
    ),
    "uuid": ("uuid|guid|kotokaari id", "kotokaaren tunniste", "kotokaaris identifierare"),
    "owner": (
        "owner|organisation|organization|main institution|institution|organisation name|provider|implementing organisation"
        "|implementer|lead organisation|owner organisation|publisher|creator|responsible organisation|organisation in charge",
        "organisaatio|omistaja|toteuttaja|vastuuorganisaatio|toteuttajaorganisaatio|taho|toimija",
        "ägare|organisationens namn|genomförare|ansvarig organisation|aktör",
    ),
    "language": (
        "language|lang|source language|original language|in language",
        "kieli|alkukieli",
        "språk|originalspråk",
    ),
    "status": ("status|state|creative work status", "tila", "tillstånd"),
    "published": ("published|date published|publication date|published at", "julkaistu|julkaisupäivä", "publicerad"),
    "licence": ("licence|license", "lisenssi|käyttölupa", "licens"),
    "example": ("example|is example", "esimerkki", "exempel"),
    "source_url": (
        "url|link|website|web|source|source url|web page|homepage|further information|more information|web site|is based on|sources",
        "linkki|verkkosivu|osoite verkossa|lähde|lisätietoa verkossa|kotisivu|www|verkko-osoite",
        "länk|webbplats|webbsida|källa|mer information|hemsida",
    ),
    "source_title": ("source title|source name", "lähteen nimi", "källans namn"),
    "source_date": ("source date", "lähteen päiväys", "källans datum"),
    DROPPED: (
        "contact|contacts|contact person|contact name|contact email|contact details|email|e mail|mail|phone|telephone"
        "|mobile|author|authors|written by|responsible person|contact information|submitted by|your name|first name"
        "|last name|surname|phone number|person|telephone number|contact point|fax|street address|address|created by",
        "yhteyshenkilö|yhteystiedot|yhteystieto|sähköposti|puhelin|puhelinnumero|kirjoittaja|laatija|vastuuhenkilö"
        "|lisätietoja antaa|tekijä|tekijät|etunimi|sukunimi|yhteyshenkilöt|henkilö|katuosoite|osoite|ilmoittaja",
        "kontakt|kontaktperson|kontaktuppgifter|e post|epost|telefon|telefonnummer|författare|ansvarig person|förnamn"
        "|efternamn|kontaktpersoner|gatuadress|adress|skapad av|ansvarig",
    ),
}
# Words that name a language at the beginning or end of a column's name.
LANGUAGE_WORDS = {
    "fi": "fi",
    "fin": "fi",
    "finnish": "fi",
    "suomi": "fi",
    "suomeksi": "fi",
    "finska": "fi",
    "sv": "sv",
    "swe": "sv",
    "swedish": "sv",
    "ruotsi": "sv",
    "ruotsiksi": "sv",
    "svenska": "sv",
    "en": "en",
    "eng": "en",
    "english": "en",
    "englanti": "en",
    "englanniksi": "en",
    "engelska": "en",
}
FILLERS = {"in", "pa", "på", "the", "as", "of"}
