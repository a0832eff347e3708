//! Tiles: names, contents and reading nodes from them.

use std::collections::BTreeMap;

use super::tree::leaves;
use super::{Memory, Numbers};
use crate::audit::proof::{consistency, inclusion};
use crate::audit::tile::{TILE_WIDTH, TileError, TileId, TileNodes, Tiles};
use crate::audit::tree::{Nodes, root};

/// Published tiles, by path.
#[derive(Clone, Default)]
struct Published(BTreeMap<String, Vec<u8>>);

impl Published {
    fn grow(&mut self, old: u64, new: u64, nodes: &mut Memory) {
        for tile in TileId::added(old, new) {
            let first = tile.index * u64::from(TILE_WIDTH);
            let hashes =
                (first..first + u64::from(tile.width)).map(|i| nodes.node(8 * tile.level, i).unwrap());
            self.0.insert(tile.to_string(), hashes.flatten().collect());
        }
    }
}

impl Tiles for Published {
    type Error = String;

    fn tile(&mut self, tile: TileId) -> Result<Vec<u8>, String> {
        self.0.get(&tile.to_string()).cloned().ok_or_else(|| tile.to_string())
    }
}

#[test]
fn paths_are_those_of_the_specification() {
    let path = |level, index, width| TileId { level, index, width }.to_string();
    assert_eq!(path(0, 0, 256), "tile/0/000");
    assert_eq!(path(0, 1_234_067, 256), "tile/0/x001/x234/067");
    assert_eq!(path(1, 273, 112), "tile/1/273.p/112");
    let entries = TileId { level: 0, index: 1273, width: 1 }.entries_path();
    assert_eq!(entries, "tile/entries/x001/273.p/1");
}

#[test]
fn paths_are_read_in_one_form_only() {
    for tile in [(0, 0, 256), (3, 999, 1), (7, 1000, 255), (0, u64::MAX, 256)] {
        let tile = TileId { level: tile.0, index: tile.1, width: tile.2 };
        assert_eq!(TileId::parse(&tile.to_string()), Ok(tile));
    }
    for wrong in [
        "tile/0/0",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "/tile/0/000",
        "tile/0/000/",
        "tile/+1/000",
        "",
        "tile/entries/000",
        "tile/0/x99999/999/999",
        "tile/0/٠٠٠",
    ] {
        assert!(TileId::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn new_tiles_are_those_the_oracle_names() {
    let mut numbers = Numbers(3);
    for _ in 0..300 {
        let old = numbers.next() % 200_000;
        let new = old + numbers.next() % 2000;
        let ours: Vec<(u8, u64, u32)> = TileId::added(old, new)
            .iter()
            .map(|tile| (tile.level, tile.index, u32::from(tile.width)))
            .collect();
        let theirs: Vec<_> = tlog_tiles::Tile::new_tiles(8, old, new)
            .iter()
            .map(|tile| (tile.level(), tile.level_index(), tile.width()))
            .collect();
        assert_eq!(ours, theirs, "from {old} to {new}");
    }
}

#[test]
fn proofs_from_tiles_are_those_from_all_nodes() {
    let mut nodes = Memory::default();
    let mut published = Published::default();
    let mut numbers = Numbers(4);
    let mut size = 0;
    while size < 70_000 {
        let old = size;
        size += 1 + numbers.next() % 9000;
        leaves(size).into_iter().skip(usize::try_from(old).unwrap()).for_each(|leaf| nodes.append(leaf));
        published.grow(old, size, &mut nodes);
        let mut tiles = TileNodes::new(size, published.clone());
        assert_eq!(root(size, &mut tiles), Ok(nodes.frontier.root()));
        for _ in 0..10 {
            let (index, before) = (numbers.next() % size, 1 + numbers.next() % size);
            assert_eq!(inclusion(index, size, &mut tiles).ok(), inclusion(index, size, &mut nodes).ok());
            assert_eq!(
                consistency(before, size, &mut tiles).ok(),
                consistency(before, size, &mut nodes).ok()
            );
        }
    }
}

#[test]
fn what_tiles_do_not_hold_is_an_error() {
    let mut nodes = Memory::of(leaves(300));
    let mut published = Published::default();
    published.grow(0, 300, &mut nodes);
    let outside = |level, index| Err(TileError::Outside { level, index });
    let mut tiles = TileNodes::new(300, published.clone());
    assert_eq!(tiles.node(0, 300), outside(0, 300));
    assert_eq!(tiles.node(9, 0), outside(9, 0));
    assert_eq!(tiles.node(64, 0), outside(64, 0));
    published.0.insert("tile/0/000".to_owned(), vec![0; 31]);
    let first = TileId { level: 0, index: 0, width: 256 };
    assert_eq!(TileNodes::new(300, published.clone()).node(0, 3), Err(TileError::Length(first)));
    published.0.remove("tile/0/000");
    assert_eq!(TileNodes::new(300, published).node(0, 3), Err(TileError::Read("tile/0/000".to_owned())));
}
