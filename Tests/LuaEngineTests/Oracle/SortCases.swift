/// table.sort. Items that are equal are also the same, and comparators are orders: our sort is stable and never finds
/// fault with an order, which `DifferencesTests` show.
enum SortCases {
    static let functions = [
        OracleFunction("table.sort") { dice in
            if dice.chance(10) { return "return table.sort(\(dice.arguments([dice.any(), dice.any()])))" }
            let count = dice.chance(95) ? 0...12 : 50...300
            let (items, comparators) = kind(dice, count)
            var arguments = ["t"]
            if dice.chance(60) {
                arguments.append(dice.chance(95) ? dice.pick(comparators) : dice.pick(["5", "'x'", "{}", "true"]))
            }
            let call = "table.sort(\(arguments.joined(separator: ", ")))"
            let read = dice.chance(90) ? "" : "setmetatable(t, {__index = function() error('read') end}) "
            return "local t = {\(items.joined(separator: ", "))} \(read)\(call) return t"
        }
    ]

    private static func kind(_ dice: Dice, _ count: ClosedRange<Int>) -> ([String], [String]) {
        switch dice.below(8) {
        case 0...2: (dice.list(count) { "\(dice.within(-50...50))" }, orders)
        case 3: (dice.list(count) { "\(dice.within(-50...50)).\(dice.pick(["5", "25", "75"]))" }, orders)
        case 4...5: (dice.list(count) { dice.text(0...6) }, orders)
        case 6:
            (
                dice.list(count) { "setmetatable({\(dice.below(50))}, O)" }
                    .map { $0.replacing("O", with: "{__lt = function(a, b) return a[1] < b[1] end}") },
                orders + ["function(a, b) return a[1] > b[1] end"]
            )
        default: (dice.list(2...6) { dice.pick(["1", "2.5", "'x'", "'3'"]) } + ["{}"], ["nil"])
        }
    }

    private static let orders = [
        "nil", "function(a, b) return a > b end", "function(a, b) return a < b end", "function(a, b) return b < a end",
        "function() error('no order') end", "function() error({'no'}) end",
    ]
}
