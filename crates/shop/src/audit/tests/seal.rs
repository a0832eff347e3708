//! Sealed details.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, XChaCha20Poly1305};
use proptest::prelude::*;

use super::hex;
use crate::audit::seal::{SealError, Sealed, seal, unwrap, wrap};

proptest! {
    #[test]
    fn details_open_with_their_key_and_with_their_message_key(
        key in any::<[u8; 32]>(),
        nonce in any::<[u8; 24]>(),
        plain in any::<Vec<u8>>(),
    ) {
        let sealed = seal(&key, nonce, &plain);
        prop_assert_eq!(sealed.open(&key), Ok(plain.clone()));
        prop_assert_eq!(sealed.open_message(&sealed.message_key(&key)), Ok(plain));
        prop_assert_eq!(Sealed::from_bytes(&sealed.to_bytes()), Ok(sealed));
    }

    #[test]
    fn one_flipped_bit_closes_them_and_breaks_the_commitment(
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
        plain in any::<Vec<u8>>(),
    ) {
        let sealed = seal(&[1; 32], [2; 24], &plain);
        let mut bytes = sealed.to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let changed = Sealed::from_bytes(&bytes).unwrap();
        prop_assert_eq!(changed.open(&[1; 32]), Err(SealError::Key));
        prop_assert_ne!(changed.commitment(), sealed.commitment());
    }
}

#[test]
fn another_key_does_not_open_and_a_message_key_opens_one_message() {
    let (one, two) = (seal(&[1; 32], [1; 24], b"Haru"), seal(&[1; 32], [2; 24], b"Tanaka"));
    assert_eq!(one.open(&[2; 32]), Err(SealError::Key));
    assert_eq!(two.open_message(&one.message_key(&[1; 32])), Err(SealError::Key));
}

#[test]
fn a_message_without_the_key_check_is_refused_although_it_decrypts() {
    let (key, nonce) = ([1; 32], [2; 24]);
    let plain = [0; 64];
    let ciphertext = XChaCha20Poly1305::new((&key).into()).encrypt((&nonce).into(), &plain[..]).unwrap();
    let sealed = Sealed { nonce, ciphertext };
    assert_eq!(sealed.open(&key), Err(SealError::Check));
}

#[test]
fn a_message_key_is_that_of_xchacha20() {
    // draft-irtf-cfrg-xchacha-03, section 2.2.1.
    let key = std::array::from_fn(|i| u8::try_from(i).unwrap());
    let mut nonce = [0; 24];
    nonce[..16].copy_from_slice(&[0, 0, 0, 9, 0, 0, 0, 0x4a, 0, 0, 0, 0, 0x31, 0x41, 0x59, 0x27]);
    let sealed = Sealed { nonce, ciphertext: Vec::new() };
    assert_eq!(
        hex(&sealed.message_key(&key)),
        "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"
    );
}

#[test]
fn plain_chacha20_poly1305_opens_with_the_message_key() {
    let sealed = seal(&[3; 32], [4; 24], b"before and after");
    let nonce = [0, 0, 0, 0, 4, 4, 4, 4, 4, 4, 4, 4];
    let cipher = ChaCha20Poly1305::new((&sealed.message_key(&[3; 32])).into());
    let opened = cipher.decrypt((&nonce).into(), sealed.ciphertext.as_slice()).unwrap();
    assert_eq!(&opened[..8], b"ustydtl1");
    assert_eq!(&opened[32..], b"before and after");
}

#[test]
fn a_wrapped_key_unwraps_for_its_owner_only() {
    let wrapped = wrap(&[1; 32], [2; 24], "ref_7f3a", &[9; 32]);
    assert_eq!(unwrap(&[1; 32], "ref_7f3a", &wrapped), Ok([9; 32]));
    assert_eq!(unwrap(&[1; 32], "ref_other", &wrapped), Err(SealError::Key));
    assert_eq!(unwrap(&[8; 32], "ref_7f3a", &wrapped), Err(SealError::Key));
    assert_eq!(wrapped.open(&[1; 32]), Err(SealError::Key), "a wrapping is not details");
}

#[test]
fn too_short_is_said_so() {
    let sealed = seal(&[1; 32], [2; 24], b"");
    let bytes = sealed.to_bytes();
    assert_eq!(Sealed::from_bytes(&bytes[..bytes.len() - 1]), Err(SealError::Short));
    assert_eq!(Sealed::from_bytes(&[0; 10]), Err(SealError::Short));
}
