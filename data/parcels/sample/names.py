"""Invented holders with valid codes, invented projects and people.

Every company name contains one of the characters 拟 样 示 例 设 虚 (drafted, sample, shown, example, assumed,
void), so that none is taken for a real one.
"""

from dataclasses import dataclass
from random import Random

from stdnum.cn import uscc

__all__ = ["INSPECTORS", "Holder", "Holders", "holder_code"]

_FIRST = "拟样示例设虚"
_SECOND = "岚辰禾川谷岳澄朗森曜泽峰衡桥帆霖锦嘉恒睿"
_OPENING = ("重庆", "綦江", "重庆市綦江区", "重庆綦江", "渝南")

_TRADES: dict[str, tuple[tuple[str, str], ...]] = {
    "桥河": (
        ("齿轮", "通用设备制造业"),
        ("机械", "专用设备制造业"),
        ("传动科技", "通用设备制造业"),
        ("汽车部件", "汽车制造业"),
        ("精密铸造", "金属制品业"),
        ("模具", "专用设备制造业"),
    ),
    "北渡": (
        ("铝业", "有色金属冶炼和压延加工业"),
        ("铜材", "有色金属冶炼和压延加工业"),
        ("轻合金", "有色金属冶炼和压延加工业"),
        ("铝型材", "金属制品业"),
        ("压铸", "金属制品业"),
    ),
    "扶欢": (
        ("建材", "非金属矿物制品业"),
        ("新型墙材", "非金属矿物制品业"),
        ("再生资源", "废弃资源综合利用业"),
        ("环保材料", "非金属矿物制品业"),
    ),
    "通惠": (
        ("食品", "食品制造业"),
        ("调味品", "食品制造业"),
        ("饮品", "酒、饮料和精制茶制造业"),
        ("农产品加工", "农副食品加工业"),
        ("冷链", "装卸搬运和仓储业"),
    ),
    "庆江": (
        ("汽摩配件", "汽车制造业"),
        ("新材料", "化学原料和化学制品制造业"),
        ("橡塑", "橡胶和塑料制品业"),
        ("摩托车部件", "铁路、船舶、航空航天和其他运输设备制造业"),
    ),
    "安稳": (
        ("装配式建筑", "非金属矿物制品业"),
        ("精细化工", "化学原料和化学制品制造业"),
        ("能源装备", "专用设备制造业"),
        ("钢构", "金属制品业"),
    ),
    "国家网络安全产业园": (
        ("信息安全设备", "计算机、通信和其他电子设备制造业"),
        ("数字科技", "计算机、通信和其他电子设备制造业"),
        ("电子", "计算机、通信和其他电子设备制造业"),
        ("智能装备", "仪器仪表制造业"),
    ),
}

INSPECTORS: dict[str, tuple[str, ...]] = {
    "桥河": ("张样安", "李示平", "周例行"),
    "北渡": ("王拟新", "陈样宁"),
    "扶欢": ("赵示宽", "何例清"),
    "通惠": ("刘拟文", "罗样可"),
    "庆江": ("杨示远", "邓例川"),
    "安稳": ("冯拟山", "唐样石"),
    "国家网络安全产业园": ("曾示明", "谢例言"),
}


@dataclass(frozen=True)
class Holder:
    """A company: its name, its code, its trade, and the industry the ledger puts it in."""

    name: str
    code: str
    trade: str
    industry: str


class Holders:
    """Draws companies, no name twice.

    Parameters
    ----------
    rng
        Source of the draws.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def draw(self, cluster: str, name: str | None = None) -> Holder:
        """Draw a company.

        Parameters
        ----------
        cluster
            Its cluster, which decides the trade.
        name
            Its name, if that is given.

        Returns
        -------
        Holder
            The company.
        """
        trade, industry = self._rng.choice(_TRADES[cluster])
        while name is None or name in self._taken:
            brand = self._rng.choice(_FIRST) + self._rng.choice(_SECOND)
            name = f"{self._rng.choice(_OPENING)}{brand}{trade}有限公司"
        self._taken.add(name)
        return Holder(name, holder_code(len(self._taken)), trade, industry)


_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def holder_code(serial: int) -> str:
    """Make a valid 统一社会信用代码 (GB 32100-2015) around a valid 组织机构代码 (GB 11714).

    Parameters
    ----------
    serial
        Running number.

    Returns
    -------
    str
        18 characters: 91 + 500110 + MA5… + two check characters.
    """
    body = f"MA5{serial * 37 % 100_000:05d}"
    total = sum(int(c, 36) * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    check = "0123456789X"[(11 - total % 11) % 11]
    code = f"91500110{body}{check}"
    return code + uscc.calc_check_digit(code)
