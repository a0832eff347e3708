/// Letters a word needs before a slip in it is forgiven.
pub const LONG: usize = 5;

/// Whether what was asked for begins the word; from [`LONG`] letters with at most one letter added, left out,
/// wrong or changed over with its neighbour.
pub fn nearly_begins(asked: &str, word: &str) -> bool {
    if word.starts_with(asked) {
        return true;
    }
    let (asked, word): (Vec<char>, Vec<char>) = (asked.chars().collect(), word.chars().collect());
    if asked.len() < LONG {
        return false;
    }
    let same = asked.iter().zip(&word).take_while(|(asked, word)| asked == word).count();
    let (asked, word) = (&asked[same..], &word[same..]);
    let rest = |letters: &'static [usize; 2]| (asked.get(letters[0]..), word.get(letters[1]..));
    // Added, left out, wrong.
    let slips = [&[1, 0], &[0, 1], &[1, 1]]
        .into_iter()
        .any(|skip| matches!(rest(skip), (Some(asked), Some(word)) if word.starts_with(asked)));
    let changed_over = matches!((asked, word), ([a, b, asked @ ..], [c, d, word @ ..]) if a == d && b == c && word.starts_with(asked));
    slips || changed_over
}
