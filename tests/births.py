"""A birth registration as people file it, for tests of a whole installation; all invented."""

BIRTH = "1.001193"
DESK = "H98.31.01"
BIRTH_PAPER = "giay-chung-sinh"
APPLICANT = {
    "applicant_full_name": "Nguyễn Thị Thu Hương",
    "applicant_personal_id": "999 195 000017",
    "applicant_birth_on": "27/3/1995",
    "applicant_phone": "0912 000 417",
    "applicant_address": "Thôn Mẫu, xã Mẫu Tân",
    "applicant_relation": "mother",
}
CHILD = {
    "child_full_name": "Trần Ngọc Khánh Vy",
    "child_sex": "female",
    "child_ethnicity": "Kinh",
    "child_nationality": "Việt Nam",
    "child_hometown": "Xã Mẫu Tân, tỉnh Mẫu",
    "child_birth_on": "2/3/2026",
    "birth_place_kind": "hospital",
    "birth_place": "Bệnh viện Mẫu, xã Mẫu Tân",
}
PARENTS = {
    "mother_known": "yes",
    "mother_full_name": "Nguyễn Thị Thu Hương",
    "mother_birth_on": "27/3/1995",
    "mother_personal_id": "999195000017",
    "mother_ethnicity": "Kinh",
    "mother_nationality": "Việt Nam",
    "mother_residence": "Thôn Mẫu, xã Mẫu Tân",
    "father_known": "no",
    "parents_married": "no",
}
BIRTH_ANSWERS = APPLICANT | CHILD | PARENTS | {"delivery": "electronic", "copies": "2"}
