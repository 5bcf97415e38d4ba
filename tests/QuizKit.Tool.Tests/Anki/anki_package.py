"""Writes anki-2.1.50.apkg as Anki 2.1.50 and later do: tables of schema 18 by SQLite, compressed by Zstandard (`zstd` on the PATH).

    python3 anki_package.py anki-2.1.50.apkg
"""
import hashlib, sqlite3, subprocess, sys, zipfile

def varint(n):
    out = bytearray()
    while True:
        out.append((n & 0x7F) | (0x80 if n > 0x7F else 0)); n >>= 7
        if not n: return bytes(out)
def number(field, n): return varint(field << 3) + varint(n)
def data(field, b): return varint(field << 3 | 2) + varint(len(b)) + b
def zstd(b): return subprocess.run(['zstd', '-19', '--no-check', '-q', '-c'], input=b, stdout=subprocess.PIPE, check=True).stdout

db = sqlite3.connect(':memory:')
db.create_collation('unicase', lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
db.executescript("""
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase, config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase, mtime_secs integer NOT NULL, usn integer NOT NULL, config blob NOT NULL);
CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase, mtime_secs integer NOT NULL, usn integer NOT NULL, common blob NOT NULL, kind blob NOT NULL);
""")
db.execute("INSERT INTO col VALUES (1, 0, 0, 0, 18, 0, 0, 0, '', '', '', '', '')")
font = data(3, b'Arial') + number(4, 20)
basic, cloze, wide, deck = 1_700_000_000_001, 1_700_000_000_002, 1_700_000_000_003, 1_700_000_000_000
db.execute('INSERT INTO notetypes VALUES (?, ?, 0, 0, ?)', (basic, 'Basic', data(3, b'.card {}')))
db.execute('INSERT INTO notetypes VALUES (?, ?, 0, 0, ?)', (cloze, 'Cloze', number(1, 1) + data(3, b'.card {}')))
db.execute('INSERT INTO notetypes VALUES (?, ?, 0, 0, ?)', (wide, 'Of many fields', b''))
for ntid, names in ((basic, ['Front', 'Back', 'Extra']), (cloze, ['Text', 'Back Extra']), (wide, ['Field %03d' % i for i in range(400)])):
    for i, name in enumerate(names): db.execute('INSERT INTO fields VALUES (?, ?, ?, ?)', (ntid, i, name, font))
# A name longer than a page: its row goes on in other pages.
db.execute('INSERT INTO fields VALUES (?, ?, ?, ?)', (wide, 400, 'A long name ' * 1000, font))
db.execute('INSERT INTO decks VALUES (1, ?, 0, 0, ?, ?)', ('Default', b'', data(1, number(1, 1))))
db.execute('INSERT INTO decks VALUES (?, ?, 0, 0, ?, ?)', (deck, 'Countries\x1fPeru', b'', data(1, number(1, 1) + data(4, 'About Peru.'.encode()))))
notes = [
    (basic, ['What is the <b>capital</b> of Peru?', 'Lima <img src="map of it.svg">', ''], ' peru  rivers '),
    (cloze, ['The capital is {{c1::Lima}}.', ''], ''),
    (basic, ['What is drawn here? <img src="lost.png">', 'A map. [sound:a.mp3]', 'See the atlas.'], ''),
    (wide, ['One?', 'Two.'] + [''] * 398 + ['Last.'], ''),
]
for i, (mid, fields, tags) in enumerate(notes, 1):
    db.execute('INSERT INTO notes VALUES (?, ?, ?, 0, 0, ?, ?, ?, 0, 0, ?)', (i, 'guid%d' % i, mid, tags, '\x1f'.join(fields), fields[0], ''))
    db.execute("INSERT INTO cards VALUES (?, ?, ?, 0, 0, 0, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')", (i, i, deck, i))
db.commit()
database = db.serialize()
svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
media = data(1, data(1, b'map of it.svg') + number(2, len(svg)) + data(3, hashlib.sha1(svg).digest()))
old = sqlite3.connect(':memory:'); old.execute('CREATE TABLE col (id integer PRIMARY KEY)'); old.commit()
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    for name, content in (('meta', number(1, 3)), ('collection.anki21b', zstd(database)), ('collection.anki2', old.serialize()), ('0', zstd(svg)), ('media', zstd(media))):
        z.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content)
