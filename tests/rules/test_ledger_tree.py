"""The Merkle tree: published vectors, proofs that hold, and proofs that must not."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.domains.ledger.rules import tiles, tree
from thongsuot.domains.ledger.rules.tiles import TileName

# The leaves and roots that certificate-transparency implementations test RFC 6962 with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
FIRST_OF_EIGHT = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
SIX_TO_EIGHT = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]

# What RFC 6962 section 2.1.3 derives by hand for a tree of seven leaves d0 … d6.
SEVEN = {3: ["c", "d", "g", "l"], 4: ["l"], 6: ["i", "j", "k"]}
TWO_TO_FIVE = [
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
]


def leaves_of(count: int) -> list[bytes]:
    return [tree.leaf_hash(b"%d" % place) for place in range(count)]


def nodes_over(leaves: list[bytes]):
    """Return the nodes of a tree by the definition, without tiles."""

    def node(level: int, number: int) -> bytes:
        width = 1 << level
        return tree.root_of(leaves[number * width : (number + 1) * width])

    return node


def tiles_over(leaves: list[bytes], steps: list[int]) -> dict[TileName, bytes]:
    """Return the tiles of a tree that grew by so many leaves at a time."""
    kept: dict[TileName, bytes] = {}
    size = 0
    for step in steps:
        edge = {name: kept[name] for name in tiles.edge_names(size)}
        kept |= tiles.grown(size, edge, leaves[size : size + step])
        size += step
    return kept


@pytest.mark.parametrize("count", range(1, 9))
def test_the_roots_are_those_that_are_published(count):
    leaves = [tree.leaf_hash(content) for content in LEAVES[:count]]
    assert tree.root_of(leaves).hex() == ROOTS[count - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert tree.root_of([]) == hashlib.sha256().digest()


def test_the_proofs_are_those_that_are_published():
    node = nodes_over([tree.leaf_hash(content) for content in LEAVES])
    assert [step.hex() for step in tree.inclusion_proof(0, 8, node)] == FIRST_OF_EIGHT
    assert [step.hex() for step in tree.consistency_proof(6, 8, node)] == SIX_TO_EIGHT


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [(1, 1, []), (1, 8, FIRST_OF_EIGHT), (6, 8, SIX_TO_EIGHT), (2, 5, TWO_TO_FIVE)],
)
def test_the_proofs_of_growth_are_those_that_are_published(old, new, steps):
    leaves = [tree.leaf_hash(content) for content in LEAVES]
    proof = tree.consistency_proof(old, new, nodes_over(leaves))
    assert [step.hex() for step in proof] == steps
    roots = [bytes.fromhex(ROOTS[size - 1]) for size in (old, new)]
    assert tree.proves_consistency(old, roots[0], new, roots[1], proof)


@pytest.mark.parametrize(("old", "names"), SEVEN.items())
def test_growth_to_seven_is_proved_by_the_nodes_that_the_rfc_names(old, names):
    a, b, c, d, e, f, j = leaves_of(7)
    g, h, i = tree.node_hash(a, b), tree.node_hash(c, d), tree.node_hash(e, f)
    k, l_ = tree.node_hash(g, h), tree.node_hash(i, j)
    named = {"c": c, "d": d, "g": g, "i": i, "j": j, "k": k, "l": l_}
    proof = tree.consistency_proof(old, 7, nodes_over([a, b, c, d, e, f, j]))
    assert proof == [named[name] for name in names]


@given(st.data())
def test_every_leaf_is_proved_and_nothing_else_is(data):
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    root, proof = tree.root_of(leaves), tree.inclusion_proof(index, size, nodes_over(leaves))
    assert tree.proves_inclusion(leaves[index], index, size, proof, root)
    assert not tree.proves_inclusion(tree.leaf_hash(b"other"), index, size, proof, root)
    assert not tree.proves_inclusion(leaves[index], index, size, [*proof, root], root)
    assert not tree.proves_inclusion(leaves[index], size, size, proof, root)
    elsewhere = data.draw(st.integers(0, size - 1))
    assert elsewhere == index or not tree.proves_inclusion(
        leaves[index], elsewhere, size, proof, root
    )


@given(st.data())
def test_growth_is_proved_and_a_change_of_what_was_is_not(data):
    new = data.draw(st.integers(1, 70))
    old = data.draw(st.integers(0, new))
    leaves = leaves_of(new)
    old_root, new_root = tree.root_of(leaves[:old]), tree.root_of(leaves)
    proof = tree.consistency_proof(old, new, nodes_over(leaves))
    assert tree.proves_consistency(old, old_root, new, new_root, proof)
    if 0 < old < new:
        changed = [tree.leaf_hash(b"other"), *leaves[1:]]
        forged = tree.consistency_proof(old, new, nodes_over(changed))
        assert not tree.proves_consistency(old, old_root, new, tree.root_of(changed), forged)
        assert not tree.proves_consistency(old, old_root, new, new_root, proof[:-1])


@given(st.lists(st.integers(1, 700), min_size=1, max_size=6), st.data())
def test_tiles_that_grew_in_any_steps_give_the_same_tree(steps, data):
    size = sum(steps)
    leaves = leaves_of(size)
    kept = tiles_over(leaves, steps)
    node = tiles.node_from(kept.__getitem__)
    assert tree.root_at(size, node) == tree.root_of(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index, size, node)
    assert tree.proves_inclusion(leaves[index], index, size, proof, tree.root_of(leaves))
    assert set(kept) == set(tiles.names_at(size))
    assert all(len(kept[name]) == 32 * tiles.width_at(name, size) for name in kept)


def test_a_tree_of_three_levels_of_tiles_grows_as_a_small_one():
    size = tiles.TILE_WIDTH**2 + 3
    leaves = leaves_of(size)
    kept = tiles_over(leaves, [1000] * (size // 1000) + [size % 1000])
    assert TileName(2, 0) in kept
    assert tree.root_at(size, tiles.node_from(kept.__getitem__)) == tree.root_of(leaves)


def test_an_edge_goes_on_where_it_stopped():
    leaves = leaves_of(13)
    node = nodes_over(leaves)
    edge = tree.Edge(6, [node(2, 0), node(1, 2)])
    for leaf in leaves[6:]:
        edge.add(leaf)
    assert edge.root() == tree.root_of(leaves)


@pytest.mark.parametrize(
    ("number", "width", "path"),
    [
        (0, 256, "tile/0/000"),
        (67, 256, "tile/0/067"),
        (1_234_067, 256, "tile/0/x001/x234/067"),
        (1_234_067, 128, "tile/0/x001/x234/067.p/128"),
        (1000, 1, "tile/0/x001/000.p/1"),
    ],
)
def test_tiles_lie_where_the_format_says(number, width, path):
    assert tiles.path_of(TileName(0, number), width) == path
    assert tiles.parsed(0, path.removeprefix("tile/0/")) == (TileName(0, number), width)


@pytest.mark.parametrize(
    "place",
    ["", "1", "0001", "x000/001", "001/002", "x001", "001.p/0", "001.p/256", "001.p/-1", "001.p/",
     "001.p/1/2", "../001", "００１"],
)  # fmt: skip
def test_what_is_no_path_of_a_tile_names_none(place):
    assert tiles.parsed(0, place) is None


def test_a_leaf_that_is_not_there_has_no_proof():
    with pytest.raises(ValueError, match="no leaf 3"):
        tree.inclusion_proof(3, 3, nodes_over(leaves_of(3)))
    with pytest.raises(ValueError, match="does not come after"):
        tree.consistency_proof(4, 3, nodes_over(leaves_of(3)))
