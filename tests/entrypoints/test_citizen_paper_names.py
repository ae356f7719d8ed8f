"""Files of one paper can be told apart by their names."""

from thongsuot.entrypoints.citizen.tracking import _told_apart


def test_several_files_of_one_paper_are_numbered_and_a_single_one_is_not():
    names = ["Giấy chứng sinh", "Tờ khai", "Giấy chứng sinh"]
    assert _told_apart(names) == ["Giấy chứng sinh (1/2)", "Tờ khai", "Giấy chứng sinh (2/2)"]
