"""What each code of the importer means to a clerk, and what to do about it, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from landwatch.i18n import language
from landwatch.model import Severity

__all__ = ["CODES", "SEVERITIES", "advice_of", "name_of", "severity_name"]

Pair = tuple[str, str]

SEVERITIES: Mapping[Severity, Pair] = {
    Severity.ERROR: ("错误", "error"),
    Severity.WARNING: ("警告", "warning"),
    Severity.INFO: ("说明", "note"),
}

_NUMBER_OF_CONTRACT: Pair = (
    "核对合同编号；编号无误的，先导入含该合同的台账。",
    "Check the contract number; if it is right, import the ledger with this contract first.",
)
_OTHER: tuple[Pair, Pair] = (
    ("其他问题", "other"),
    ("按“问题”一栏的说明处理。", "Do what the column “What is wrong” says."),
)

CODES: Mapping[str, tuple[Pair, Pair]] = {
    "area_mismatch": (
        ("面积不符", "areas differ"),
        (
            "对照合同和勘测定界成果核对面积与界址点；面积以合同为准的不必改。",
            "Compare area and boundary with contract and survey; leave what the contract says.",
        ),
    ),
    "area_unit_suspect": (
        ("面积单位可疑", "unit of area"),
        (
            "在表头写明单位，例如“面积(公顷)”，或把单位写在数字后面，再导入一次。",
            "Write the unit into the header, or after the figure, and import again.",
        ),
    ),
    "axis_swapped": (
        ("坐标轴颠倒", "axes swapped"),
        (
            "系统已按正确顺序读入；请在地图上看位置是否正确，并请出图单位改正 X、Y 顺序。",
            "It was read the right way round; look at the map, and have X and Y put in order at the source.",
        ),
    ),
    "bad_credit_code": (
        ("信用代码有误", "credit code"),
        (
            "对照营业执照核对 18 位统一社会信用代码，注意字母 O、I 与数字 0、1。",
            "Check the 18 characters against the business licence; mind O and 0, I and 1.",
        ),
    ),
    "bad_date": (
        ("日期无法识别", "date"),
        (
            "把日期写成 2023-06-30 的样子；日期不明的，单元格留空。",
            "Write the day like 2023-06-30, or leave the cell empty if it is not known.",
        ),
    ),
    "bad_number": (
        ("数字无法识别", "number"),
        (
            "单元格只写数字，例如 1234.56；单位写在表头，或紧跟在数字后面。",
            "Write a plain figure such as 1234.56; the unit goes into the header or right after the figure.",
        ),
    ),
    "bad_parcel_no": (
        ("宗地代码有误", "parcel number"),
        (
            "对照不动产登记核对宗地代码（19 位）或不动产单元号（28 位）。",
            "Check the cadastral code (19 characters) or unit number (28) against the register.",
        ),
    ),
    "bad_supervision_no": (
        ("电子监管号有误", "supervision number"),
        (
            "对照合同核对电子监管号：6 位行政区、4 位年份、1 个字母、5 或 6 位数字。",
            "Check it against the contract: 6 digits, 4 of the year, a letter, 5 or 6 digits.",
        ),
    ),
    "conflicting_record": (
        ("与登记簿不一致", "contradicts the register"),
        (
            "登记簿保留原有内容。对照档案：本文件有误的改文件；登记簿有误的请登记人员更正。",
            "The register keeps what it has. Compare with the file: mend this file, or ask the registrar.",
        ),
    ),
    "crs_guessed": (
        ("坐标系为推断", "CRS guessed"),
        (
            "向测绘单位问清坐标系，用 --crs 写明后再导入；确认推断无误的，用 --accept-guess。",
            "Ask the survey office for the CRS and import with --crs, or --accept-guess if it is right.",
        ),
    ),
    "crs_missing": (
        ("坐标系不明", "CRS unknown"),
        (
            "请测绘单位提供 2000 国家大地坐标系成果，并用 --crs 写明坐标系。",
            "Ask the survey office for coordinates in CGCS2000, and say the CRS with --crs.",
        ),
    ),
    "crs_wrong_zone": (
        ("带号有误", "wrong zone"),
        (
            "改正文件中的带号或坐标系，或按提示用 --crs 再导入一次。",
            "Mend zone or CRS in the file, or import again with --crs as the message says.",
        ),
    ),
    "date_order": (
        ("日期先后颠倒", "order of dates"),
        (
            "对照合同核对：签订、交地、开工、竣工应依次在后。已照原样导入。",
            "Check against the contract: signing, handover, commencement, completion follow each other.",
        ),
    ),
    "corrected_record": (
        ("已更正", "corrected"),
        (
            "不必处理：登记簿已按本文件更正，原内容仍可查（landwatch history）。",
            "Nothing to do: the register says what the file says; landwatch history tells what it said.",
        ),
    ),
    "duplicate_contract_no": (
        ("合同编号重复", "contract number twice"),
        (
            "同一合同只留一行；确是两份合同的，各写各的编号。",
            "Keep one row a contract; two contracts need two numbers.",
        ),
    ),
    "duplicate_parcel_no": (
        ("宗地编号重复", "parcel number twice"),
        (
            "同一宗地只留一个界线；确是两宗地的，各写各的编号。",
            "Keep one boundary a parcel; two parcels need two numbers.",
        ),
    ),
    "duplicate_record": (
        ("内容重复", "already there"),
        ("不必处理：相同内容只记一次。", "Nothing to do: the same content is recorded once."),
    ),
    "empty_geometry": (
        ("没有界线", "no boundary"),
        (
            "请测绘单位重新导出该宗地：至少三个不同的界址点，且不在一条直线上。",
            "Have the parcel exported again: at least three different points that are not on one line.",
        ),
    ),
    "encoding_guessed": (
        ("文字编码为推断", "encoding guessed"),
        (
            "看一眼中文名称是否正常；有乱码的，另存为 UTF-8 后再导入。",
            "Look at the Chinese names; if they are garbled, save the file as UTF-8 and import again.",
        ),
    ),
    "field_name_truncated": (
        ("字段名被截断", "field name cut"),
        (
            "不必处理：已按别名识别；两个字段截断后同名的，请改用不同的短字段名。",
            "Nothing to do: it was recognised by its beginning; give two fields of one name short names.",
        ),
    ),
    "gcj02_suspected": (
        ("疑为加偏坐标", "shifted coordinates"),
        (
            "坐标疑似取自互联网地图，偏移数百米。请改用测绘成果的坐标；登记的界线不变。",
            "They seem to come from a web map. Use those of the survey; the recorded boundary stays.",
        ),
    ),
    "grantor_not_natural_resources_authority": (
        ("出让人不是自然资源部门", "grantor"),
        (
            "调阅合同原件：出让人应为规划和自然资源局；管委会签订的出让合同可能无效。",
            "The grantor must be the natural-resources bureau, or the grant may be invalid; look at it.",
        ),
    ),
    "hole_outside": (
        ("内圈在外圈之外", "hole outside"),
        (
            "在地图上看形状：确是分开的两块地则不必处理；本应是空洞的，请改正坐标。",
            "Look at the shape: nothing to do for two separate pieces; a true hole needs other coordinates.",
        ),
    ),
    "invisible_character": (
        ("不可见字符", "invisible character"),
        (
            "不必处理：零宽字符、控制字符等已略去；如有疑问，请对照原文。",
            "Nothing to do: zero-width and control characters are left out; compare the source if in doubt.",
        ),
    ),
    "missing_required": (
        ("缺少必填内容", "missing"),
        ("把该单元格补填完整，再导入一次。", "Fill the cell in and import again."),
    ),
    "new_commencement_before_signing": (
        ("补充协议倒签", "back-dated supplement"),
        (
            "调阅补充协议：新约定的日期不应早于签订日期。",
            "Look at the agreement: a new day cannot lie before its signing.",
        ),
    ),
    "not_a_parcel": (
        ("不是宗地", "no parcel"),
        (
            "不必处理：点、线、房屋等图层或记录不含宗地；其中确有宗地的，请导出为面。",
            "Nothing to do; if there are parcels among them, have them exported as areas.",
        ),
    ),
    "other_division": (
        ("行政区划代码不符", "division"),
        (
            "核对代码前 6 位行政区划；确属本区的，请管理员在 LANDWATCH_DIVISIONS 中补上。",
            "Check the first 6 digits; if the land is of this district, have LANDWATCH_DIVISIONS name it.",
        ),
    ),
    "outside_district": (
        ("位置在辖区以外", "outside the district"),
        (
            "核对坐标和带号；确在辖区内的，请管理员检查设置中的辖区范围。",
            "Check coordinates and zone; if it is inside, have the district envelope checked.",
        ),
    ),
    "overlap": (
        ("界线重叠", "overlap"),
        (
            "在地图上看重叠处，对照两宗地的勘测成果，改正有误的一宗。",
            "Look at the overlap on the map, compare both surveys and mend the wrong one.",
        ),
    ),
    "part_outside_parcel": (
        ("部分地块超出宗地", "part outside its parcel"),
        (
            "在图上核对部分地块与宗地界线，改正其中一个或合同编号。",
            "Compare the part with the parcel on the map; mend one of them, or the contract number.",
        ),
    ),
    "plot_ratio_swapped": (
        ("容积率上下限颠倒", "plot ratio swapped"),
        ("对照合同核对；系统已按下限、上限的顺序读入。", "Check the contract; the bounds were put in order."),
    ),
    "ring_unclosed": (
        ("界线未闭合", "ring not closed"),
        ("不必处理：已自动回到起点闭合。", "Nothing to do: it was closed at its first point."),
    ),
    "self_intersection": (
        ("界线自相交", "boundary crosses itself"),
        (
            "检查该处界址点的顺序，改正后再导入；系统不会自动修复。",
            "Check the order of the points there and import again; it is never repaired automatically.",
        ),
    ),
    "sentinel_date_dropped": (
        ("占位日期", "placeholder date"),
        (
            "不必处理：1900-01-01 一类的日期按空白读入。",
            "Nothing to do: days such as 1900-01-01 are read as empty.",
        ),
    ),
    "unknown_cluster": (
        ("组团名称不明", "unknown cluster"),
        ("改正组团名称，或先导入该组团的边界。", "Correct the name, or import the cluster's boundary first."),
    ),
    "unknown_column": (
        ("未识别的列", "unknown column"),
        (
            "不需要的列不必处理；需要的，请按模板改列名。",
            "Nothing to do if the column is not needed; else rename it as in the template.",
        ),
    ),
    "unknown_contract": (("合同未登记", "unknown contract"), _NUMBER_OF_CONTRACT),
    "unknown_land_use": (
        ("土地用途不明", "unknown land use"),
        ("照合同写规范的用途名称或代码。", "Write the use or its code as the contract has it."),
    ),
    "unknown_parcel": (
        ("宗地未登记", "unknown parcel"),
        (
            "核对宗地编号；编号无误的，请导入该宗地的界线。",
            "Check the parcel number; if it is right, import the parcel's boundary.",
        ),
    ),
    "unreadable_record": (
        ("无法读取", "cannot be read"),
        (
            "按“问题”一栏的说明改正，再导入一次；整个文件打不开的，请重新导出。",
            "Mend it as the column “What is wrong” says and import again; export a broken file again.",
        ),
    ),
}
"""Name and advice by code."""


def name_of(code: str) -> str:
    """Name a code in the current language.

    Parameters
    ----------
    code
        Word of the importer's vocabulary.
    """
    return _said(CODES.get(code, _OTHER)[0])


def advice_of(code: str) -> str:
    """Say what to do about a code, in the current language.

    Parameters
    ----------
    code
        Word of the importer's vocabulary.
    """
    return _said(CODES.get(code, _OTHER)[1])


def severity_name(severity: Severity) -> str:
    """Name a severity in the current language.

    Parameters
    ----------
    severity
        The severity.
    """
    return _said(SEVERITIES[severity])


def _said(pair: Pair) -> str:
    return pair[0] if language() == "zh" else pair[1]
