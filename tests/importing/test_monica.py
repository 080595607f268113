"""Monica's exports: the JSON of version 3 and 4, and the SQL, as the program writes them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from followupd.core.stack.rows import ImportedRow, Touch
from followupd.core.values.cards import Birthday
from followupd.importing.read import read_file

PHONE, EMAIL = "11111111-0000", "22222222-0000"
SQL = """\
# ************************************************************
# Alex Doe dump of data
# Export date: 2026-11-20 10:00:00
# ************************************************************

SET FOREIGN_KEY_CHECKS=0;

INSERT IGNORE INTO `accounts` (`id`,`api_key`,`number_of_invitations_sent`) VALUES
 (1,'k',NULL);
INSERT IGNORE INTO `activities` (`id`,`account_id`,`activity_type_id`,`summary`,`description`,`happened_at`) VALUES
 (7,1,NULL,'Dinner at O\\'Leary\\'s, (the new one)',NULL,'2026-08-12');
INSERT IGNORE INTO `contacts` (`id`,`account_id`,`first_name`,`middle_name`,`last_name`,`nickname`,`description`,\
`uuid`,\
`is_starred`,`is_partial`,`is_active`,`is_dead`,`last_talked_to`,`birthday_special_date_id`,`job`,`company`) VALUES
 (1,1,'Zoë',NULL,'O\\'Hara',NULL,'met in Köln;\\nsecond line','uuid-1',1,0,1,0,'2026-06-01',5,'Baker','Brot & Co'),
 (2,1,'Tiny',NULL,NULL,NULL,NULL,'uuid-2',0,1,1,0,NULL,NULL,NULL,NULL),
 (3,1,'Gone','','Away',NULL,NULL,'uuid-3',0,0,1,1,NULL,NULL,NULL,NULL);
INSERT IGNORE INTO `activity_contact` (`activity_id`,`account_id`,`contact_id`) VALUES
 (7,1,1);
INSERT IGNORE INTO `calls` (`id`,`account_id`,`contact_id`,`called_at`,`content`,`contact_called`) VALUES
 (1,1,1,'2026-07-03 00:00:00','about the oven',0);
INSERT IGNORE INTO `contact_field_types` (`id`,`account_id`,`name`,`fontawesome_icon`,`protocol`,\
`delible`,`type`) VALUES
 (1,1,'Email','fa fa-envelope-open-o','mailto:',0,'email'),
 (2,1,'Phone','fa fa-volume-control-phone','tel:',0,'phone'),
 (3,1,'Twitter','fa fa-twitter',NULL,1,NULL);
INSERT IGNORE INTO `contact_fields` (`id`,`account_id`,`contact_id`,`contact_field_type_id`,`data`) VALUES
 (1,1,1,1,'Zoe@Example.com'),
 (2,1,1,2,'+49 221 555 010'),
 (3,1,1,3,'@zoe');
INSERT IGNORE INTO `contact_tag` (`contact_id`,`tag_id`,`account_id`) VALUES
 (1,9,1);
INSERT IGNORE INTO `special_dates` (`id`,`account_id`,`contact_id`,`uuid`,`is_age_based`,`is_year_unknown`,\
`date`) VALUES
 (5,1,1,'d',0,1,'2017-05-14');
INSERT IGNORE INTO `tags` (`id`,`account_id`,`name`,`name_slug`,`description`) VALUES
 (9,1,'friends','friends',NULL);
SET FOREIGN_KEY_CHECKS=1;
"""
TOUCHES = (
    Touch(date(2026, 6, 1), None, "Monica: last talked to"), Touch(date(2026, 7, 3), "phone",
    "Monica: call, about the oven"),
    Touch(date(2026, 8, 12), None, "Monica: activity, Dinner at O'Leary's, (the new one)"),
)


def collected(kind: str, *values: Any) -> dict[str, Any]:
    return {"count": len(values), "type": kind, "values": list(values)}


def exported() -> dict[str, Any]:
    """An account as version 4 exports it."""
    zoe = {
        "uuid": "uuid-1", "created_at": "2020-01-01T00:00:00Z", "properties": {
            "first_name": "Zoë", "last_name": "O'Hara", "description": "met in Köln;\nsecond line", "is_starred": True,
            "is_partial": False, "is_active": True, "is_dead": False, "job": "Baker", "company": "Brot & Co",
            "last_talked_to": "2026-06-01", "tags": ["friends"],
            "birthdate": {"uuid": "d", "is_age_based": False, "is_year_unknown": True, "date": "2017-05-14T00:00:00Z"},
        },
        "data": [
            collected("call", {"properties": {"called_at": "2026-07-03T00:00:00Z", "content": "about the oven"}}),
            collected(
                "contact_field", {"properties": {"data": "Zoe@Example.com", "type": EMAIL}},
                {"properties": {"data": "+49 221 555 010", "type": PHONE}},
            ),
            collected("activity", "act-7"),
        ],
    }
    others = [{"uuid": "uuid-2", "properties": {"first_name": "Tiny", "is_partial": True}},
              {"uuid": "uuid-3", "properties": {"first_name": "Gone", "last_name": "Away", "is_dead": True}}]
    user = {"uuid": "u", "email": "me@example.com", "properties": {"first_name": "Alex"}}
    activity = {"uuid": "act-7", "properties": {"summary": "Dinner at O'Leary's, (the new one)", "happened_at":
    "2026-08-12"}}
    return {"version": "1.0-preview.1", "account": {
        "uuid": "a", "data": [collected("user", user), collected("contact", zoe, *others), collected("activity",
        activity)],
        "instance": {"contact_field_types": [
            {"uuid": EMAIL, "properties": {"name": "Email", "type": "email"}},
            {"uuid": PHONE, "properties": {"name": "Phone", "type": "phone"}},
        ]},
    }}


def only(path: Path) -> ImportedRow:
    read = read_file(path)
    assert (read.program, read.problems) == ("Monica", ())
    (row,) = read.rows
    return row


def check(row: ImportedRow) -> None:
    assert (row.name, row.card.org, row.role) == ("Zoë O'Hara", "Brot & Co", "Baker")
    assert (row.card.phones, row.card.emails) == (("+49 221 555 010",), ("zoe@example.com",))
    assert row.card.birthday == Birthday(5, 14)
    assert (row.groups, row.starred, row.notes) == (("friends",), True, "met in Köln;\nsecond line")
    assert row.touches == TOUCHES


def test_the_sql_export(tmp_path: Path) -> None:
    """Quotes, brackets and semicolons in texts; nobody's child, and nobody who died."""
    path = tmp_path / "monica.sql"
    path.write_text(SQL, encoding="utf-8")
    check(only(path))


def test_a_dump_of_the_database_names_its_columns_where_tables_are_made(tmp_path: Path) -> None:
    dump = (
        "CREATE TABLE `contacts` (\n  `id` int unsigned NOT NULL,\n  `first_name` varchar(50) DEFAULT NULL,\n"
        "  `last_name` varchar(50),\n  `uuid` char(36),\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n"
        "INSERT INTO `contacts` VALUES (1,'Mia','Chen','uuid-9'),(2,'Bo''s',NULL,'uuid-8');\n"
    )
    path = tmp_path / "dump.sql"
    path.write_text(dump, encoding="utf-8")
    assert [row.name for row in read_file(path).rows] == ["Mia Chen", "Bo's"]


def test_the_json_export_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "monica.json"
    path.write_text(json.dumps(exported()), encoding="utf-8")
    check(only(path))


def test_both_exports_of_one_account_have_the_same_ids(tmp_path: Path) -> None:
    sql, made = tmp_path / "monica.sql", tmp_path / "monica.json"
    sql.write_text(SQL, encoding="utf-8")
    made.write_text(json.dumps(exported()), encoding="utf-8")
    assert only(sql).id == only(made).id
