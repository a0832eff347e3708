use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The text as it is compared when people search: compatibility forms unified (NFKC, so that full-width
/// letters meet ordinary ones), lower case, accents off, katakana as hiragana, white space squeezed to
/// single spaces, invisible characters dropped. Folding twice changes nothing more.
///
/// Marks that tell letters apart stay (Japanese voicing, the vowel signs of Indian scripts); accents and
/// the optional vowel points of Hebrew and Arabic go.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return squeeze(text.chars().map(|c| c.to_ascii_lowercase()));
    }
    // Lower case can bring marks of its own (İ becomes i with a dot above), hence the second pass.
    let once = strip(text);
    squeeze(strip(&once).nfc())
}

/// The words of a text, folded: runs of letters and digits; an apostrophe joins (`O'Brien` is `obrien`),
/// anything else parts.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let joined: String = folded.chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ')).collect();
    let parts = joined.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c)));
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the character belongs to Chinese, Japanese or Korean writing, where one character says as much
/// as several letters and words are not parted by spaces.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' // Hangul letters
        | '\u{2e80}'..='\u{2fdf}' // radicals
        | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3031}'..='\u{3035}'
        | '\u{3041}'..='\u{312f}' // hiragana, katakana, bopomofo
        | '\u{3131}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}' // Hangul syllables
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ffdc}'
        | '\u{20000}'..='\u{3ffff}')
}

fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_dropped(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ŧ' => out.push('t'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            'ァ'..='ヶ' | 'ヽ' | 'ヾ' => out.extend(char::from_u32(u32::from(c) - 0x60)),
            _ => out.push(c),
        }
    }
    out
}

fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' // accents
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' // Hebrew points
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' // Arabic points and the stretching stroke
        | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}') // invisible
}

fn squeeze(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in chars {
        if c.is_whitespace() || c.is_control() {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_name_meet() {
        for (given, folded) in [
            ("  José \t ÁLVAREZ ", "jose alvarez"),
            ("Weiß", "weiss"),
            ("WEIẞ", "weiss"),
            ("Łukasz Đorđević", "lukasz dordevic"),
            ("Søren Ærø", "soren aero"),
            ("İstanbul Işık", "istanbul isik"),
            ("タナカ", "たなか"),
            ("ﾀﾅｶ", "たなか"),
            ("ガンダ", "がんだ"),
            ("Ｔａｎａｋａ", "tanaka"),
            ("Σίσυφος", "σισυφοσ"),
            ("김민준", "김민준"),
            ("ha\u{200b}ru", "haru"),
            ("Ёлкин", "елкин"),
        ] {
            assert_eq!(fold(given), folded, "{given}");
        }
        assert_ne!(fold("が"), fold("か"), "voicing tells names apart");
    }

    #[test]
    fn words_part_at_hyphens_and_join_at_apostrophes() {
        assert_eq!(words("Anne-Marie O’Brien"), ["anne", "marie", "obrien"]);
        assert_eq!(words("ハル・タナカ"), ["はる", "たなか"]);
        assert_eq!(words(" -- "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,24}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn case_and_composition_do_not_matter(text in "[a-zA-ZÀ-ž ]{0,24}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
            prop_assert_eq!(fold(&text.nfd().collect::<String>()), fold(&text.nfc().collect::<String>()));
        }
    }
}
