"""The words of the invented stories, methods and challenges. Plain HTML, as the editor leaves it."""

from typing import Any

REGISTER: dict[str, Any] = {
    "title": "The register was already in the next building",
    "summary": "A statistics office paid for a survey that came years late. Two visits to a peer showed that the "
    "hard part was a letter, not the software.",
    "context": "<p>Every second year we hired interviewers to ask firms what they had sold. Answers were typed in, "
    "sent back and typed again. When the tables came out, some of the firms had closed.</p>"
    "<p>The tax office next door kept the same firms on file. Nobody had asked for the file, because nobody knew "
    "what we were allowed to ask for.</p>",
    "what_we_did": "<h3>First visit: the program</h3><p>Six analysts looked at how the peer matches its records.</p>"
    "<h3>Second visit: the letter</h3><p>We asked to see how the peer had asked its own tax office. The person who "
    "signed the letter told us why it took three drafts.</p>"
    "<blockquote><p>They did not tell us what to do. They told us what they had been afraid of.</p></blockquote>",
    "what_happened": "<table><tbody><tr><th>Year</th><th>Months until the tables came out</th></tr>"
    "<tr><td>2020</td><td>41</td></tr><tr><td>2024</td><td>13</td></tr><tr><td>2025</td><td>5</td></tr></tbody></table>"
    "<p>Fourteen of us can match the two files. The unit that does it has a budget line of its own.</p>",
    "what_was_hard": "<p>An election held the letter up for five months. Then the tax office changed its head of "
    "computing. Our plan had room for neither, so we met once a month by phone and worked on old paper returns.</p>",
    "what_to_check": "<p>Does a law name who may use tax files for statistics? Ours did not, and that took longest.</p>"
    "<ul><li>Who signs such a letter in your country?</li><li>Who loses work when the survey ends?</li></ul>",
    "know_what": "<p>The rule by which two records count as the same firm, and the draft of the letter.</p>",
    "know_how": "<p>How one asks a tax office so that it can say yes.</p>",
    "figure_title": "Months from the end of the year to publication",
    "figure_unit": "months",
    "figure_rows": "2016; 36; 7\n2018; 37; 6\n2020; 41; 6\n2022; 34; 5\n2024; 13; 5\n2025; 5; 4",
    "figure_compared": "The peer, that year",
    "figure_source": "release calendars of both offices (demonstration data). The 2025 figure is for three of five "
    "sectors.",
}
CLINIC: dict[str, Any] = {
    "title": "A clinic by phone, once a month",
    "summary": "One hour a month, one real file, two people who know each other. It keeps an exchange alive between "
    "visits, and costs a phone call.",
    "how_to": "<ol><li>Fix the hour for a year.</li><li>The one who asks sends one real file two days before.</li>"
    "<li>Work on it together. Talk about nothing else.</li><li>Write down in three lines what was decided.</li></ol>",
    "when_to_use": "<p>After a first visit, when both know the other’s files and names.</p>",
    "when_not_to_use": "<p>Not before people have met. And not where a file may not leave the house.</p>",
    "effort": "hours",
    "people_needed": 2,
    "cost": "<p>Half a working day a month on each side, with the preparation.</p>",
}
LEAVERS: dict[str, Any] = {
    "title": "Those who learnt it leave within two years",
    "summary": "Half of the analysts who visited a peer have other work now. What they learnt left with them.",
    "problem": "<p>Who can match files is wanted by banks. We cannot pay what they pay.</p>",
    "what_was_tried": "<p>Pairs instead of single experts. A handbook. A bond of one year after each visit.</p>",
    "what_failed": "<p>Nobody read the handbook. The bond made people leave after thirteen months instead of nine.</p>",
    "still_open": "<p>Does it help when the peer teaches the whole team at home, and nobody travels?</p>",
}
SPREADSHEET: dict[str, Any] = {
    "title": "One spreadsheet, twelve ministries, and a monthly phone call",
    "summary": "Audit findings came back every year until somebody called each ministry once a month and asked.",
    "context": "<p>Each January the audit service printed its report. Each December it printed much the same one. "
    "Repeat findings fell by half after a visit to the coast, where the team saw a wall chart and a telephone.</p>",
    "what_we_did": "<p>We put every open finding in one spreadsheet, with the name of who can close it. "
    "On the first Tuesday of the month somebody calls.</p>",
    "what_happened": "<p>In the first year 61 of 100 findings came back; in the third year 34.</p>",
    "what_was_hard": "<p>Two ministries did not pick up the phone until their minister was shown the chart.</p>",
}
TRAINERS: dict[str, Any] = {
    "title": "Former ceux qui forment",
    "summary": "L’académie ne forme plus les agents elle-même : elle forme des collègues qui forment les leurs.",
    "language": "fr",
    "context": "<p>Nos cours étaient pleins et gratuits, et personne ne s’en souvenait un an après.</p>",
    "what_we_did": "<p>Dans chaque ministère, deux collègues ont appris à donner le cours. Une école partenaire a "
    "assisté aux trois premiers.</p>",
    "what_happened": "<p>Quarante collègues donnent le cours aujourd’hui ; quatre ministères le paient.</p>",
    "what_was_hard": "<p>Les chefs de service ne voulaient pas prêter leurs meilleurs agents.</p>",
    "what_to_check": "<p>Qui, chez vous, peut accorder deux jours par mois à un agent ?</p>",
}
DRAFTS: dict[str, Any] = {
    "title": "Why our letter took three drafts",
    "summary": "What we asked the tax office for, how it answered, and what we left out in the end.",
    "context": "<p>We needed the file. They needed to be sure that no name would ever be seen.</p>",
    "what_we_did": "<p>The first draft quoted the law. The second promised a report. The third asked for one column "
    "less, and named the person who would be called if something went wrong.</p>",
    "what_happened": "<p>The third was signed in a week. We have worked by it for eight years.</p>",
    "what_was_hard": "<p>To leave out the column that our researchers wanted most.</p>",
    "what_to_check": "<p>Who in your tax office would be blamed for a leak? Write the letter for that person.</p>",
    "know_how": "<p>Ask for what the other side can give without asking its minister.</p>",
}
DISTRICTS: dict[str, Any] = {
    "title": "Tres distritos, a un edificio de distancia",
    "summary": "Los expedientes viajaban en autobús entre juzgados que comparten la misma calle.",
    "language": "es",
    "context": "<p>El juzgado vecino ya tenía la solución. Nunca nos habíamos visitado.</p>",
    "what_we_did": "<p>Pasamos dos semanas en su secretaría y copiamos su mesa de entrada, papel por papel.</p>",
}
