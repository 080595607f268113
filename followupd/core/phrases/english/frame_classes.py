"""Classes of English words that the frames name, beside those of the patterns."""

from __future__ import annotations

from collections.abc import Mapping

from followupd.core.phrases.english.classes import CLASSES

FRAME_CLASSES: Mapping[str, str] = {
    **CLASSES,
    "machine": "machine|voicemail|answerphone|recorder|beep|tape|mailbox|answering|recording",
    "meal": CLASSES["meal"] + (
        "|rendez-vous|rendezvous|date|time|tuning|class|trial|service|job|install|installation|pickup|delivery"
    ),
    # Never between two words of a frame, nor before one.
    "turning": CLASSES["person"] + (
        "|not|no|never|nobody|none|neither|nothing|without|if|unless|when|whether|while|who|which|that|what|how|"
        "why|because|should|might|may|must|will|would|can|could|did|i|we|she|he|they|but|or|until|before|than|"
        "like|as|last"
    ),
    "take up": (
        "answer|answers|answered|answering|pick|picks|picked|picking|lift|lifts|lifted|lifting|reply|replies|"
        "replied|replying|respond|responds|responded|responding|react|reacted|come|comes|came|coming|go|goes|"
        "went|stirred|took|take|takes|taking|pickup"
    ),
    "line": "phone|telephone|line|number|mobile|cell|landline|extension|it|call|bell|handset|dial",
    "a number": "number|line|phone|mobile|telephone|cell|landline|extension|one|digits|contact",
    "another": (
        "man|woman|guy|bloke|lady|gentleman|chap|fella|stranger|lad|girl|boy|kid|person|shop|store|garage|"
        "restaurant|takeaway|chippy|pizzeria|hotel|salon|clinic|surgery|practice|firm|company|business|office|"
        "pub|bar|cafe|school|bank|family|couple|student|driver|plumber|taxi|florist|dentist|church|warehouse|"
        "factory|fax|machine|bakery|hairdresser|barber|nursery|vet|pharmacy|gym|place|household|tenant|"
        "department|centre|center"
    ),
    "another's": (
        "vet's|dentist's|florist's|hairdresser's|doctor's|chemist's|barber's|baker's|butcher's|lawyer's|school's"
    ),
    "whose": (
        "ex-husband's|ex's|ex-wife's|mother's|sister's|brother's|husband's|son's|daughter's|neighbour's|"
        "flatmate's|landlord's|boss's|father's|old"
    ),
    "mailed": (
        "email|message|letter|inbox|mailbox|newsletter|postcard|bulletin|circular|text|mailing|mailshot|e-card|address|"
        "card"
    ),
    "came back": (
        "bounced|bounces|bouncing|rejected|refused|returned|undeliverable|undelivered|undeliverables|kicked|spat|"
        "rebounded|boomeranged"
    ),
    "delivered": (
        "delivered|deliverable|sent|accepted|received|found|recognised|recognized|exist|arrive|arrived"
    ),
    "calls": (
        "call|calls|calling|contact|contacts|contacting|email|emails|emailing|messages|texts|texting|ringing|"
        "phoning|letters|correspondence|newsletters|mailings|marketing|reminders|bothering|pestering|chasing|"
        "solicitation|solicited|contacted|called|rung|phoned|emailed|bothered|pestered|chased|approached|"
        "disturbed|harassed|hassled|visits|appeals|offers|advertising|spam|cold|hear|hearing"
    ),
    "list": (
        "list|lists|rolls|roll|board|books|book|register|database|file|files|records|system|mailing|crm|roster|"
        "contacts|data|number|details|name|account|info|address|distribution"
    ),
    "remove": (
        "remove|removed|take|taken|delete|deleted|strike|struck|cross|crossed|lose|forget|erase|erased|drop|"
        "scrub|wipe"
    ),
    "asks": (
        "asked|asks|told|tells|wants|wanted|begged|yelled|demanded|demands|requested|requests|said|says|"
        "instructed|ordered|insisted|insists|wishes|wished|prefers|preferred|screamed|shouted|snapped|barked"
    ),
    "says": (
        "says|said|goes|asked|asks|told|tells|wants|wanted|suggests|suggested|reckons|reckoned|begged|prefers|"
        "preferred|requested|requests|wishes|proposes|proposed|insisted|insists|advised|advises|texted|replied|"
        "wrote|messaged|emailed"
    ),
    "ring": "call|ring|phone|telephone|try|bell|buzz|ping|contact|catch|recall|holler|dial",
    "sends": (
        "sent|emailed|mailed|posted|couriered|forwarded|faxed|shipped|shared|dispatched|despatched"
    ),
    "went out": (
        "sent|emailed|mailed|posted|couriered|forwarded|faxed|shared|dispatched|despatched|issued|texted"
    ),
    "wire": (
        "post|mail|email|text|letter|whatsapp|signal|viber|telegram|courier|sms|messenger|linkedin|dm|fax|"
        "instagram|facebook|insta|slack|teams|wechat"
    ),
    "in her box": (
        "letterbox|mailbox|door|doormat|pigeonhole|cubby|porch|inbox|tray|locker|box|gate|doorstep|hall|hand"
    ),
    "writes": (
        "wrote|texted|emailed|messaged|mailed|sent|pinged|dropped|replied|responded|answered|writes|replies"
    ),
    "a reply": (
        "reply|response|answer|text|email|message|note|letter|card|word|postcard|dm|line|confirmation|thumbs-up"
    ),
    "talking": (
        "spoke|talked|chatted|yarned|gassed|jawed|nattered|gossiped|conversed|telephoned|conferred|consulted|"
        "liaised|reminisced|haggled|negotiated|commiserated|debriefed|brainstormed|rapped|gabbed|blethered|"
        "chinwagged|yakked|yapped|argued|debated|connected|spoken|parleyed|bantered|facetimed|zoomed|skyped"
    ),
    "a talk": (
        "chat|talk|conversation|natter|catch-up|catchup|chinwag|yarn|gossip|blether|discussion|heart-to-heart|"
        "debrief|craic|exchange|confab|powwow|tete-a-tete"
    ),
    "told it": (
        "spoke|said|told|talked|sang|wished|explained|recorded|rambled|mumbled|waffled|babbled|spilled|blurted|"
        "dictated|recited|monologued|stammered|stuttered|chattered|rabbited|poured|gave|left"
    ),
    "any person": CLASSES["person"] + (
        "|front|coworker|co-worker|roomie|roomate|guard|grandmother|grandfather|granddad|teenager|toddler|cousin|"
        "twin|fiance|fiancee|driver|steward|registrar|bursar|attendant|janitor|superintendent|hostess|barista|"
        "bartender|supervisor|trainee|volunteer|teacher|staff|employee|worker|agent|rep|representative|lawyer|"
        "counsel|accountant|butler|nanny|minder|in-law|stepson|stepdaughter|man|woman|fella|lass"
    ),
    "sent thing": CLASSES["written"] + (
        "|materials|handouts|swatches|sheet|sheets|tickets|keys|copy|copies|booklet|programme|program|prospectus|"
        "bill|bills|statements|reports|screenshot|clip|petition|survey|questionnaire|questions|greeting|"
        "greetings|wishes|apology|thanks|condolences|congratulations|chocolates|wreath|basket|proof|proofs|"
        "mockup|drafts|tender|bid|costings|costing|price|rates|terms|roster|rota|manual|instructions|memo|"
        "circular|coupon|refund|cheque|check|payslip|syllabus|lesson|score|scores|manuscript|chapter|visa|"
        "passport|renewal|prescription|referral|x-ray|scan"
    ),
    "social": "lunch|coffee|dinner|breakfast|brunch|drinks|supper|pint|beer|cuppa|tea",
    "fixed": (
        "agreed|booked|confirmed|fixed|sorted|set|arranged|scheduled|made|locked|pencilled|penciled|diarised|"
        "marked|slotted|reserved|settled|planned|nailed|organised|organized|accepted"
    ),
    "waiting": (
        "hold|holding|wait|waiting|leave|leaving|park|parking|shelve|shelving|keep|delay|push|pushing|shift|move|"
        "moving"
    ),
    "speaker": "[<hers>] [<any person>|she|he|they|NAME]",
    "absent": "NAME|she|he|they|boss|mum|mam|mom|maw|mams|mums|madam|missus|mistress",
    "doing": (
        "boarding|driving|cooking|teaching|running|rushing|walking|feeding|shopping|packing|checking|getting|serving|"
        "dashing|leaving|parking|paying|cycling|jogging|queueing|queuing|juggling"
    ),
    "known": "exist|exists|found|valid|active|recognised|recognized|known|monitored|working|available",
    "report": "failure|error|notice|status|message|notification",
    "stranger": "guy|bloke|dude|stranger|fella|kid|chap|random|man|woman|lady|gentleman",
    "leads": "goes|went|leads|led|connects|connected|gets|rings|rang|redirects|forwards|diverts",
    "requests": "requests|requested|wants|wanted|asks|asked|prefers|preferred|needs",
    "politely": "to|i|me|us|we|would|should|please|for|can|could",
    "writing": "writing|sending|visiting|coming|calling|ringing|mailing|texting",
    "pushed": "popped|dropped|slipped|pushed|stuck|put|shoved|posted",
}
