/** Which parts of a text the search words hit, so that they can be marked. */

const fold = (s: string) => s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The text in pieces, in order; case and accents do not count. */
export function pieces(text: string, query: string): { text: string; hit: boolean }[] {
  const letters = [...text.normalize("NFC")];
  const folded: string[] = [];
  const owner: number[] = [];
  letters.forEach((letter, i) => {
    for (const unit of fold(letter).split("")) {
      folded.push(unit);
      owner.push(i);
    }
  });
  const hay = folded.join("");
  const hit = new Set<number>();
  for (const word of fold(query).split(/\s+/).filter(Boolean)) {
    for (let at = hay.indexOf(word); at >= 0; at = hay.indexOf(word, at + word.length)) {
      for (let i = at; i < at + word.length; i++) hit.add(owner[i]!);
    }
  }
  const out: { text: string; hit: boolean }[] = [];
  letters.forEach((letter, i) => {
    const last = out.at(-1);
    if (last?.hit === hit.has(i)) last.text += letter;
    else out.push({ text: letter, hit: hit.has(i) });
  });
  return out;
}
