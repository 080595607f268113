"""Classes of English words that the patterns name, and words that belong together."""

from __future__ import annotations

from collections.abc import Mapping

from followupd.core.phrases.english.vague_days import FEASTS, TIMES_OFF

CLASSES: Mapping[str, str] = {
    "article": "a|an|the",
    # People.
    "i": "[i|we] [have|had|did] [been]",
    "she": "she|he|they|NAME|sir|madam|ma'am|client|customer|prospect",
    "her": (
        "her|him|them|NAME|madam|ma'am|maam|sir|herself|himself|client|customer|prospect|candidate|patient|donor|"
        "applicant|policyholder|insured|buyer|seller|vendor|student|volunteer|subscriber|claimant|investor|bride|groom|supplier|guest|subscriber"
    ),
    "hers": "her|his|their|NAMES|the|a|an|my|our",
    "lifted": "lift|lifts|lifted|lifting|take|takes|took|taking",
    "spoke with": "tt|tw|stw|sw|s/w|d/w|sp|spk",
    "lifting": (
        "lift|lifts|lifted|lifting|answer|answers|answered|answering|pick|picks|picked|"
        "picking|attend|attends|attended|attending|receive|receives|receiving|respond|responds|responding|reply|replies|"
        "replying"
    ),
    "person": (
        "assistant|secretary|pa|ea|receptionist|reception|office|colleague|husband|wife|partner|son|daughter|"
        "mother|mum|mom|father|dad|sister|brother|flatmate|roommate|neighbour|neighbor|boss|team|nurse|"
        "carer|girlfriend|boyfriend|friend|housekeeper|clerk|manager|hubby|kid|eldest|youngest|housemate|"
        "gatekeeper|ward|matron|caretaker|doorman|concierge|porter|operator|switchboard|intern|temp|deputy|"
        "tenant|desk|cleaner|maid|boy|girl|lad|lady|guy|missus|wifey|hubby|mrs|parents|parent|grandson|granddaughter|niece|"
        "nephew|aunt|uncle|gran|grandma|granny|grandad|lodger|sitter|babysitter|foreman|apprentice|landlady|landlord|relative|nephew|niece"
    ),
    "workplace": (
        "office|surgery|clinic|practice|shop|store|firm|company|school|college|desk|reception|switchboard|hospital|ward|"
        "farm|bank|agency|garage|gallery|studio|salon|nursery|hotel|department"
    ),
    "said": (
        "asked|told|wants|wanted|begged|said|says|reckons|reckoned|suggests|suggested|insists|insisted|instructed|"
        "instructs|requested|urged"
    ),
    "somebody": "[<she>] [[<hers>] <person> [on|at|in|from the|her _]]",
    # Things and acts.
    "adj": (
        "calendar|quick|short|long|nice|lovely|good|great|brief|detailed|little|proper|very|wonderful|fun|warm|"
        "pleasant|fantastic|friendly|interesting|voice|another|second|new|real|excellent|brilliant|first|"
        "third|decent|big|lengthy|productive|rambling|birthday|thank-you|christmas|xmas|handwritten|super|"
        "old|wee|grand|fine|cracking|smashing|fab|fabulous|ace|deep|honest|frank|serious|sweet|funny|catching-up|"
        "facetime|skype|teams|really|max|full|useful|soft|one|more|overdue|video|phone|telephone|zoom|follow-up|followup|belated|rambling"
    ),
    "praise": "good|great|nice|lovely|wonderful|fun|pleasant|brilliant|fantastic|excellent|warm|interesting|friendly",
    "fine": (
        "fine|well|good|grand|ok|great|happy|better|delighted|thrilled|pleased|chuffed|excited|relieved|tired|upset|"
        "champion|sound|flying|recovering|lovely"
    ),
    "size": "quick|short|long|brief|little|lengthy|proper|decent|productive|video|zoom|phone|skype",
    "chat": "yarn|gab|jaw|heart-to-heart|chat|talk|conversation|natter|catch-up|catchup|chinwag|chats|gossip|blether",
    "message": "message|voicemail|word|note|memo|one",
    "bell": "call|ring|bell|shout|buzz|tinkle|tingle|ping",
    "onto": "on|onto|to|into|with|at",
    "machine": "machine|voicemail|answerphone|mailbox|recorder|beep|tape",
    "talk": (
        "chat|yarn|gab|jaw|heart-to-heart|debrief|talk|call|conversation|catch-up|catchup|natter|gossip|discussion|word|blether|craic|chinwag|"
        "chats|laugh"
    ),
    "meal": (
        "lunch|coffee|dinner|breakfast|tea|drinks|drink|beer|walk|meeting|visit|brunch|pint|meal|demo|"
        "interview|pub|appointment|meet|zoom|viewing|play|playdate|supper|picnic|curry|teams|inspection|walkthrough|"
        "lesson|audition|survey|check-up|checkup|check-in|training|massage|photoshoot|kickoff|kick-off|conference|tasting|fitting|rehearsal|handover|induction|baptism|christening|session|signing|get-together|meetup|meet-up|"
        "face-to-face|showround|slot|tour|movies|cinema|consultation|visit|consult|catchup|cuppa|telecon|brunch|hearing|assessment|workshop|seminar|webinar|valuation|screening|appraisal"
    ),
    "diary": "diary|calendar|cal|planner|schedule",
    "coming": (
        "come|coming|bring|bringing|drop|dropping|pop|popping|visit|visiting|meet|collect|collecting|fetch|fetching|pick|"
        "picking|swing|swinging"
    ),
    "meeting": "meet|visit",
    "dropping by": "coming|bringing|dropping|popping|swinging",
    "written": (
        "email|text|message|letter|card|note|postcard|line|link|invite|invitation|reply|photo|photos|pic|"
        "pics|parcel|flowers|brochure|offer|quote|proposal|contract|article|details|documents|docs|"
        "deck|slides|pdf|figures|list|report|form|forms|minutes|catalogue|catalog|samples|sample|prices|pricelist|info|"
        "information|invoice|address|recipe|agenda|cv|video|book|present|gift|package|packet|presentation|summary|specs|"
        "quotation|attachments|numbers|dates|directions|map|estimate|brochures|cards|links|messages|texts|letters|paperwork|attachment|picture|"
        "doc|file|folder|worksheet|worksheets|homework|results|plan|plans|timetable|schedule|menu|pricing|drawings|portfolio|resume|pack|"
        "leaflet|flyer|newsletter|selfie|meme|heart|emoji|poem|song|playlist|notes|transcript|certificate|statement|receipt|"
        "spec|template|itinerary|voucher|hamper|bouquet|deposit|payment|application|reference|"
        "pictures|voicenote|reminder|confirmation|estimates|draft|file|files|ping|photo"
    ),
    "to say": "[to] say|confirm|accept|agree|tell|thank|let|that|saying|confirming|accepting|agreeing|letting",
    "by mail": "by|via email|text|post|letter|message",
    "posted": "email|post|courier|mail|text|whatsapp|yesterday",
    "noted": "took|takes|taking|taken|noted|wrote|jotted|scribbled",
    "pass on": "let|tell|give|pass|inform <her>|it|on|know|the|me|us|my",
    "phone": "call|ring|phone|telephone|holler",
    "phoning": "calling|ringing|phoning",
    "wrote": "wrote|emailed|texted|messaged|writes|emails|texts",
    "may": "could|can|should|might",
    "when": "[back] [again] [later|soon] [DAY|today]",
    "call": "call|ring|phone|try|telephone|contact|reach|catch|bell|ping",
    "write": "text|email|mail|message|write",
    "getting": "getting|reaching|contacting|calling|ringing|catching|raising|finding",
    "called": "called|rang|phoned|tried|dialled|dialed|telephoned|trying|calling|ringing",
    "away on": "tour|course|trip|retreat|shift|site|placement|secondment|cruise|safari|honeymoon|sabbatical",
    "our": "the|our|my|your",
    "agreeing": (
        "agreed|confirmed|ordered|accepted|promised|pledged|donated|renewed|signed|paid|booked|explained|gave|told|"
        "mentioned|bought|cancelled"
    ),
    "sending": "sent|emailed|texted|posted|forwarded|mailed|shared|messaged|couriered|faxed|delivered|dropped",
    "spoke": "spoke|spoken|talked|chatted|spk|nattered|gossiped|yapped|gabbed|yarned|conversed|blethered",
    "reply": "answer|reply|response|joy|luck|contact|success|connection|connect|dice|cigar|pick|pickup|sign|callback",
    "busy doing": (
        "serving|feeding|bathing|cooking|driving|shopping|sleeping|napping|gardening|hoovering|ironing|baking|milking|"
        "lambing|mowing|entertaining|packing|unpacking|teaching|marking|presenting|showering|dressing|changing|eating"
    ),
    "busy place": (
        "till|checkout|hairdresser|hairdresser's|dentist|dentist's|doctor|doctor's|doctors|docs|vet|vets|gym|wheel|bath|"
        "shower|loo|queue|middle|bus|train|school|hospital|shops|shop|supermarket|bank|funeral|chemist|pool"
    ),
    # Negation.
    "to": "[to|i|we] [can|could|should] [to]",
    "could": "did|could|can|have|had|was|were",
    "reaching": "reach|reached|raise|contact|find|catch|caught|connect|locate|track|pin|grab",
    "able": "able|managed|manage|ever|got|get|quite|actually",
    "did": "did|does|do|has|have|had|is|was|were|are|would|could|can",
    "contacted": (
        "called|chased|hassled|pestered|disturbed|contacted|visited|phoned|rung|emailed|texted|messaged|written"
    ),
    "stop": "calling|ringing|phoning|contacting|emailing|bothering|messaging|texting",
    "never again": "[ever|any] again|anymore|more|further|longer",
    # Numbers and mail.
    "number": "[her|his|their|the|this|that|NAMES] [old] [phone] number|line|phone",
    "broken": (
        "disconnected|invalid|unknown|unassigned|unobtainable|wrong|discontinued|working|active|"
        "valid|exists|exist|recognised|recognized|reassigned|allocated|assigned|gone|barred"
    ),
    "unobtainable": "not|no|number|unobtainable|been",
    "mail": "[my|<hers>] [text|email|voice] email|letter|card|text|message|parcel|postcard",
    "back": "back|returned|undeliverable|undelivered|rejected",
    "agreed": (
        "agreed|booked|confirmed|fixed|sorted|set|arranged|scheduled|made|accepted|organised|organized|lined|locked|pencilled|"
        "nailed|diarised"
    ),
    "glad": "glad|pleased|happy|delighted|thrilled|chuffed|surprised|touched|tickled",
    # Asides.
    "n": "NUMBER|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|half",
    "time": "[an|a] [half|quarter] min|mins|minute|minutes|hour|hours|hr|hrs|sec|secs|seconds|while|bit|moment|ages",
    "device": (
        "phone|telephone|number|email|text|zoom|skype|teams|video|facetime|message|letter|whatsapp|signal|telegram|messenger|"
        "linkedin|facebook|fb|insta|instagram|speaker|speakerphone|intercom|bluetooth|extension|chat"
    ),
    # Putting off.
    "vague": f"{FEASTS}|christmas|xmas|{TIMES_OFF}",
    "worn out": (
        "knackered|shattered|exhausted|swamped|slammed|poorly|hungover|travelling|wiped|tired|ill|sick|frazzled"
    ),
    "put off": (
        "putting|kicking|kicked|postponing|rescheduling|bumped|bumping|skipping|skipped|parking|punting|snoozing|snoozed|deferring|delaying|shifting|bump|"
        "push|pushed|pushing|postpone|postponed|defer|deferred|reschedule|rescheduled|snooze|delay|"
        "delayed|bump|bumped|punt|kick|shift|shifted|skip|revisit|rescheduling|park|parked|hold"
    ),
}
