"""The page docs/libraries.md from the reports of `gpu-checks order`.

    python3 eng/library_orders.py collect REPORT.json...   writes evidence/orders.json from reports of one length and several seeds
    python3 eng/library_orders.py add REPORT.json...       replaces the targets of these reports in evidence/orders.json, and keeps the others
    python3 eng/library_orders.py extend REPORT.json...    adds the seeds of these reports to the targets of evidence/orders.json
    python3 eng/library_orders.py write                    writes the page from evidence/orders.json
    python3 eng/library_orders.py check                    fails if the page is not what `write` writes, or if its data contradict it

A report is what `gpu-checks order ... --precision all --length N --seed S --output REPORT.json` wrote, or the same with `--product MxKxN`
instead of `--length N`. A row is proven only if every report of it has the same order and arithmetic, and all replays of all seeds gave the bits.
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "evidence" / "orders.json"
PAGE = ROOT / "docs" / "libraries.md"
FORMATS = ["binary64", "binary32", "binary16", "bfloat16"]
OPERATIONS = {
    "sum": "sum", "dot": "dot product", "matvec": "matrix × vector", "matmul": "matrix × matrix",
    "sum-rows": "sum of a row", "sum-columns": "sum of a column", "cumsum": "cumulative sum",
    "loop": "sum in a loop", "linq-sum": "`Enumerable.Sum`", "vector-sum": "sum with `Vector<T>`",
    "layer-norm": "mean and variance in layer normalization", "tensor-sum": "`TensorPrimitives.Sum`", "tensor-dot": "`TensorPrimitives.Dot`", "softmax": "sum in softmax",
    "sequential": "one work item", "numpy-order": "NumPy's order", "torch-order": "PyTorch's order", "blocks": "blocks of 32",
    "split-k": "every fourth number", "group-tree": "a group that folds", "warp-shuffle": "a warp that folds", "fixed-tree": "fixed tree",
    "exact": "exact sum", "atomics": "atomic additions", "ilgpu-reduce": "ILGPU's reduction",
}


def collect(paths, kept=None, begun=None):
    rows, products, length = {}, {}, None
    if begun is not None:
        length = begun["length"]
        rows = {(row["target"], row["place"]): row for row in begun["rows"]}
        products = {(product["target"], product["place"], *product["shape"]): product for product in begun["products"]}
    for path in paths:
        report = json.loads(pathlib.Path(path).read_text())
        orders = report["orders"]
        if length not in (None, orders["length"]):
            sys.exit(f"{path}: {orders['length']} addends, not {length}")
        length = orders["length"]
        if orders["failures"]:
            sys.exit(f"{path}: {orders['failures'][0]}")
        for target in orders["targets"]:
            row = rows.setdefault((target["target"], target["place"]), dict(
                target=target["target"], place=target["place"], format=target["format"], trees=[], arithmetics=[], sums=[], fused=[],
                algorithms=[], details=[], reasons=[], seeds=[], replayed=0, equal=0))
            if orders["seed"] in row["seeds"]:
                sys.exit(f"{path}: {target['target']} has seed {orders['seed']} already")
            for key, value in (
                    ("trees", target["tree"]), ("arithmetics", target["arithmetic"]), ("sums", target["sums"]),
                    ("fused", target["fusedProducts"]), ("algorithms", target["algorithm"]), ("details", target["details"]),
                    ("reasons", target["whyNot"])):
                if value not in row[key]:
                    row[key].append(value)
            row["seeds"].append(orders["seed"])
            row["height"] = target["height"]
            row["replayed"] += target["replayed"]
            row["equal"] += target["equal"]
        for product in orders["products"] or []:
            shape_of = [product[key] for key in ("rows", "length", "columns")]
            row = products.setdefault((product["target"], product["place"], *shape_of), dict(
                target=product["target"], place=product["place"], format=product["format"], shape=shape_of, maps=[], orders=[], seeds=[],
                products=0, revealed_by=product["revealedBy"]))
            if orders["seed"] in row["seeds"]:
                sys.exit(f"{path}: the product {product['target']} has seed {orders['seed']} already")
            if product["map"] not in row["maps"]:
                row["maps"].append(product["map"])
                row["orders"].append([dict(
                    name=order["name"], elements=order["elements"], tree=order["order"]["tree"], height=order["order"]["height"],
                    arithmetic=order["order"]["arithmetic"], sums=order["order"]["sums"], fused=order["order"]["fusedProducts"],
                    reason=order["order"]["whyNot"], replayed=0, equal=0) for order in product["orders"]])
            row["seeds"].append(orders["seed"])
            row["products"] += product["replays"]
            for mine, order in zip(row["orders"][row["maps"].index(product["map"])], product["orders"]):
                if (mine["tree"], mine["sums"], mine["fused"]) != tuple(order["order"][key] for key in ("tree", "sums", "fusedProducts")):
                    mine["reason"] = "another order with another seed"
                mine["replayed"] += order["order"]["replayed"]
                mine["equal"] += order["order"]["equal"]
    if kept is not None:
        if length != kept["length"]:
            sys.exit(f"{length} addends, not {kept['length']}")
        rows = with_kept(rows, kept["rows"])
        products = with_kept(products, kept["products"])
    DATA.write_text(json.dumps(
        dict(length=length, rows=list(rows.values()), products=list(products.values())), indent=1, ensure_ascii=False) + "\n")


def with_kept(new, old):
    """The old entries, each replaced by the new one of its target and place, and what is new."""
    by_name = {(entry["target"], entry["place"]): entry for entry in [*old, *new.values()]}
    return {name: by_name[name] for name in sorted(by_name, key=lambda name: place_rank(name, by_name))}


def place_rank(name, entries):
    """The places in their first order, and within each the entries in theirs."""
    names = list(entries)
    places = list(dict.fromkeys(place_of(dict(place=place)) for _, place in names))
    return places.index(place_of(dict(place=name[1]))), names.index(name)


def is_proven(row):
    """One tree and one arithmetic, or one algorithm, for all seeds, and every replay with the bits."""
    if len(row["trees"]) > 1 or len(row["algorithms"]) > 1 or row["replayed"] == 0 or row["equal"] < row["replayed"]:
        return False
    return row["algorithms"][0] is not None or (
        len(row["arithmetics"]) == len(row["sums"]) == 1 and row["trees"][0] is not None and row["arithmetics"][0] != "unknown")


def is_proven_product(product):
    """One map for all seeds, and every replay of every element with the bits."""
    return len(product["maps"]) == 1 and all(
        order["tree"] is not None and order["reason"] is None and order["replayed"] > 0 and order["equal"] == order["replayed"]
        for order in product["orders"][0])


def shape(tree, height, length):
    sequential = "0"
    for i in range(1, length):
        sequential = f"({sequential}+{i})"
    if tree == sequential:
        return "from left to right"
    return f"tree of height {height}"


def arithmetic(row):
    sums = row["sums"][0]
    kept = " and ".join(f"{count} sum{'s' * (count > 1)} in {name}" if len(sums) > 1 else f"in {name}" for name, count in sums.items())
    fused = row["fused"][0]
    is_dot = any(row["target"].split(".")[1].endswith(end) for end in ("dot", "matvec", "matmul"))
    return kept + (f"; {fused} product{'s' * (fused > 1)} not rounded" if is_dot and fused else "; products rounded" if is_dot else "") + divided(row)


def divided(row):
    details = [detail for detail in row["details"] if detail]
    return "; " + re.split(r"; [\d,]+ of", details[0])[0] if details else ""


def ranges(noun, flags):
    found, i = [], 0
    while i < len(flags):
        first = i
        while i < len(flags) and flags[i]:
            i += 1
        if i > first:
            found.append(f"{first + 1}" if i == first + 1 else f"{first + 1}–{i}")
        i += 1
    return f"{noun}{'s' * (sum(flags) > 1)} {', '.join(found)}" if found else ""


def places(grid, name):
    """Where an order holds: ranges of rows, counted from 1, whose elements of this order stand in the same columns."""
    rows = [ranges("column", [letter == name for letter in row]) for row in grid]
    everywhere, all_rows = ranges("column", [True] * len(grid[0])), ranges("row", [True] * len(grid))
    texts = []
    for columns in dict.fromkeys(row for row in rows if row):
        those = ranges("row", [row == columns for row in rows])
        parts = [those] * (those != all_rows) + [columns] * (columns != everywhere)
        texts.append(", ".join(parts) or "everywhere")
    return "; ".join(texts)


def products_of(data):
    products = data["products"]
    proven = [product for product in products if is_proven_product(product)]
    several = [product for product in proven if len(product["orders"][0]) > 1]
    elements = sum(product["shape"][0] * product["shape"][2] for product in proven)
    m, k, n = max((product["shape"] for product in products), key=lambda shape: shape[2])
    seeds = max(len(product["seeds"]) for product in products)
    text = [
        "", "## All elements of a product", "",
        f"Products of a {m} × {k} by a {k} × {n} matrix, and by a vector: the sides do not fill the blocks of the kernels. All {elements:,} elements of the",
        f"{len(proven)} of {len(products)} products that are proven were replayed on random matrices, with {seeds} seed{'s' * (seeds > 1)}. {len(several)} of these products have more than one",
        "order. Rows and columns are counted from 1.", "",
        "| target | numbers | elements | where | order | sums and products | replays |", "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for product in products:
        name = f"`{product['target']}`, {product['place']}"
        if not is_proven_product(product):
            reasons = [order["reason"] for orders in product["orders"] for order in orders if order["reason"]]
            why = f"{len(product['maps'])} different maps with {len(product['seeds'])} seeds" if len(product["maps"]) > 1 else " ".join(
                dict.fromkeys(reasons)) or "not every replay had the bits"
            text.append(f"| {name} | {product['format']} |  |  | not proven |  | {why} |")
            continue
        for order in product["orders"][0]:
            row = dict(target=product["target"], sums=[order["sums"]], fused=[order["fused"]], details=[])
            text.append(
                f"| {name} | {product['format']} | {order['elements']} | {places(product['maps'][0], order['name'])} | "
                f"{shape(order['tree'], order['height'], product['shape'][1])} | {arithmetic(row)} | {order['equal']:,} of {order['replayed']:,} |")
            name = ""
    return text


def page(data):
    length, rows = data["length"], data["rows"]
    proven = [row for row in rows if is_proven(row)]
    # The least share of arrays with other bits that so many replays would find but for a chance of 10⁻⁴.
    share = 1 / (1 - 1e-4 ** (1 / min(row["replayed"] for row in proven)))
    text = [
        "# In which order libraries add",
        "",
        f"Each row is an operation of a library in one format, for {length} addends. [The laboratory](laboratory.md) reveals the order from results",
        "alone, finds the format in which each sum is kept, and replays both on random arrays. Generated by `eng/library_orders.py` from",
        "[evidence/orders.json](../evidence/orders.json), which has each tree.",
        "",
        f"{len(proven)} of {len(rows)} rows are proven: the same tree and arithmetic for every seed, and every replay gave the library's bits. The",
        f"others say why not. An order with other bits on 1 of {int(share):,} such arrays would pass with a chance of at most 10⁻⁴. A row holds for its version, this length and the processor of the run (x64 with AVX-512, two cores); other lengths can",
        "have other orders. Of a matrix product, the element in the last row and the last column is studied here, and all elements",
        "[below](#all-elements-of-a-product); of a cumulative sum, the last element. The last sum is rounded to the format of the numbers and not counted.",
        "",
        "A row of softmax is about the sum of its exponentials. Its order is revealed by three addends at a time, its exponentials are read from other",
        "results, and whole rows of results are replayed. In binary16 and bfloat16 the addends, and every second row of the replays, are chosen at the",
        "edges of roundings, where the last bit of a sum in binary32 shows. Numbers whose exponential in binary32 lies within 0.02 units in the last",
        "place of the middle between two numbers are not among them: with those, 9 of 2,000 rows of one seed had other bits in PyTorch and libtorch.",
        "That the end of a row has its exponentials from another function would explain it, and was not shown. (In an earlier measurement the order of the same softmax in binary32 was",
        "replayed instead, on random rows; it gave the bits of most rows, and was not the order.) Of a layer normalization, the order of the mean is",
        "revealed, or its running mean recognised; the variance is one of several known methods, chosen by 1,000 rows and replayed on others. That of",
        "`libtorch.layer-norm.binary64` is not known where a second chunk begins, from 68 numbers on: with 65 numbers, Welford's method in 4 lanes gave",
        "the bits of 2,000 of 2,000 rows, and with 68 none of its variants gave those of the first 1,000.",
    ]
    for place in dict.fromkeys(place_of(row) for row in rows):
        text += ["", f"## {title_of(place, rows)}", "", "| target | operation | numbers | order | sums and products | proof |", "| --- | --- | --- | --- | --- | --- |"]
        for row in rows:
            if place_of(row) != place:
                continue
            operation = OPERATIONS[row["target"].split(".")[1]]
            if is_proven(row) and row["algorithms"][0]:
                cells = ["not a tree", row["algorithms"][0], f"{len(row['seeds'])} seeds, {row['equal']:,} of {row['replayed']:,} arrays"]
            elif is_proven(row):
                cells = [shape(row["trees"][0], row["height"], length), arithmetic(row),
                         f"{len(row['seeds'])} seeds, {row['equal']:,} of {row['replayed']:,} arrays"]
            else:
                cells = ["not proven", "", why_not(row)]
            text.append(f"| `{row['target']}` | {operation} | {row['format']} | " + " | ".join(cells) + " |")
    return "\n".join(text + products_of(data)) + "\n"


DEVICES = {"cpu": "ILGPU's CPU device", "opencl": "PoCL 6, an OpenCL device"}


def title_of(place, rows):
    device = DEVICES.get(next(row["target"] for row in rows if place_of(row) == place).split(".")[0])
    return f"{device}: {place}" if device else place


def place_of(row):
    return re.sub(r", (TensorPrimitives|Vector<.*)$", "", row["place"])


def why_not(row):
    if row["trees"] == [None]:
        # The numbers of an answer that varies are those of one run.
        return re.sub(r": .* gave .*", ".", next(filter(None, row["reasons"])))
    if len(row["trees"]) > 1:
        return f"{len(row['trees'])} different answers in {len(row['seeds'])} runs"
    return f"{row['equal']:,} of {row['replayed']:,} arrays had the bits"


def main():
    command, *paths = sys.argv[1:] or [""]
    if command == "collect" and paths:
        collect(paths)
    elif command == "add" and paths:
        collect(paths, json.loads(DATA.read_text()))
    elif command == "extend" and paths:
        collect(paths, begun=json.loads(DATA.read_text()))
    elif command == "write":
        PAGE.write_text(page(json.loads(DATA.read_text())))
    elif command == "check":
        data = json.loads(DATA.read_text())
        if PAGE.read_text() != page(data):
            sys.exit(f"{PAGE} is not what {DATA} says: run eng/library_orders.py write")
        print(f"{PAGE.name}: {sum(map(is_proven, data['rows']))} of {len(data['rows'])} rows proven, and all elements of "
              f"{sum(map(is_proven_product, data['products']))} of {len(data['products'])} products")
    else:
        sys.exit(__doc__)


main()
