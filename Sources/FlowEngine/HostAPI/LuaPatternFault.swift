/// What is wrong with a Lua pattern, without a text to match. Lua itself finds a mistake only when a match comes to it
/// (lstrlib.c, `do_match`, whose words these are).
enum LuaPatternFault {
    /// Lua's own limit.
    private static let mostCaptures = 32

    /// The first fault, in words; nil where there is none.
    static func find(in pattern: [UInt8]) -> String? {
        var index = pattern.first == UInt8(ascii: "^") ? 1 : 0
        var captures: [Bool] = []  // whether each is closed
        while index < pattern.count {
            switch pattern[index] {
            case UInt8(ascii: "("):
                guard captures.count < mostCaptures else { return "too many captures" }
                let isPosition = index + 1 < pattern.count && pattern[index + 1] == UInt8(ascii: ")")
                captures.append(isPosition)
                index += isPosition ? 2 : 1
            case UInt8(ascii: ")"):
                guard let open = captures.lastIndex(of: false) else { return "invalid pattern capture" }
                captures[open] = true
                index += 1
            case UInt8(ascii: "%"):
                if let fault = escape(pattern, &index, captures) { return fault }
            case UInt8(ascii: "["):
                if let fault = set(pattern, &index) { return fault }
            default: index += 1
            }
        }
        return captures.contains(false) ? "unfinished capture" : nil
    }

    private static func escape(_ pattern: [UInt8], _ index: inout Int, _ captures: [Bool]) -> String? {
        guard index + 1 < pattern.count else { return "malformed pattern (ends with '%')" }
        let letter = pattern[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "b"):
            guard index + 2 <= pattern.count else { return "missing arguments to '%b'" }
            index += 2
        case UInt8(ascii: "f"):
            guard index < pattern.count, pattern[index] == UInt8(ascii: "[") else {
                return "missing '[' after '%f' in pattern"
            }
            return set(pattern, &index)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = Int(letter) - 0x30
            guard (1...captures.count + 1).contains(number), number <= captures.count, captures[number - 1] else {
                return "invalid capture index %\(number)"
            }
        default: break
        }
        return nil
    }

    /// From the opening bracket; a `]` right behind it is one of the set.
    private static func set(_ pattern: [UInt8], _ index: inout Int) -> String? {
        index += 1
        if index < pattern.count, pattern[index] == UInt8(ascii: "^") { index += 1 }
        var isFirst = true
        while index < pattern.count, isFirst || pattern[index] != UInt8(ascii: "]") {
            isFirst = false
            index += pattern[index] == UInt8(ascii: "%") ? 2 : 1
        }
        guard index < pattern.count else { return "malformed pattern (missing ']')" }
        index += 1
        return nil
    }
}
