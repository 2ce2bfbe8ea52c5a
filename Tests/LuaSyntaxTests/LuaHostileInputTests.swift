import Foundation
import Testing

@testable import LuaSyntax

@Suite struct LuaHostileInputTests {
    /// Runs on a stack as small as those of threads on macOS; a build that is not optimized gets twice that.
    private func onASmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        #if DEBUG
            let size = 1 << 20
        #else
            let size = 512 << 10
        #endif
        return await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.stackSize = size
            thread.start()
        }
    }

    /// What a source opens and closes, and how often Lua lets it nest.
    static let nests: [(String, String, String, String)] = [
        ("return ", "(", "1", ")"), ("return ", "{", "", "}"), ("return ", "not ", "1", ""), ("return ", "- ", "1", ""),
        ("return ", "a[", "1", "]"), ("return ", "f(", "", ")"), ("return ", "f{", "", "}"),
        ("return ", "1 ^ ", "1", ""),
        ("return ", "a .. ", "1", ""), ("return ", "a or (b and ", "1", ")"), ("return ", "{ x = ", "1", "}"),
        ("return ", "{ [", "1", "] = 1 }"), ("", "do ", "", "end "), ("", "if x then ", "", "end "),
        ("", "while x do ", "", "end "), ("", "repeat ", "", "until x "), ("", "for i = 1, 2 do ", "", "end "),
        ("", "local function f() ", "", "end "), ("", "f(function() ", "", "end) "),
        ("", "function a:b() ", "", "end "),
    ]

    @Test(arguments: nests)
    func deepNestingIsAnError(start: String, open: String, middle: String, close: String) async {
        func source(_ count: Int) -> [UInt8] {
            Array(
                (start + String(repeating: open, count: count) + middle + String(repeating: close, count: count)).utf8)
        }
        // From 180 to 200 levels, Lua's own limit depends on where it is called from.
        for count in [40, 90, 120, 195, 210, 500, 100_000] {
            let text = source(count)
            // Parsed, walked, instrumented and thrown away.
            let isTaken = await onASmallStack { (try? LuaInstrumenter().instrument(text)) != nil }
            if count != 195 { #expect(isTaken == (RealLua.refusal(of: text) == nil)) }
        }
    }

    @Test func theErrorOfDeepNestingTellsItsPlace() {
        let source = Array("x = ".utf8) + Array(repeating: UInt8(ascii: "("), count: 1000)
        #expect(throws: LuaSyntaxError.self) { try LuaParser.parse(source) }
        let error = #expect(throws: LuaSyntaxError.self) { try LuaParser.parse(source) }
        #expect(error?.sentence == "the source nests too deep here: Lua reads 200 levels")
        #expect(error?.line == 1)
        #expect(error.map { (200...204).contains($0.column) } == true)
    }

    @Test(arguments: [
        " + 1", " or x", " and x", " == x", ".x", "[1]", "(1)", ":x()", " < 1 or x + 1",
    ])
    func longChainsTakeNoDepth(link: String) async {
        let source = Array("return x\(String(repeating: link, count: 20_000))".utf8)
        let isMeasured = await onASmallStack {
            (try? LuaInstrumenter().instrument(source)).map { $0.map.unmeasured == nil }
        }
        #expect(isMeasured == true)
    }

    @Test func longListsTakeNoDepth() async {
        let sources = [
            String(repeating: "x = 1 ", count: 20_000), "return {\(String(repeating: "1, ", count: 50_000))}",
            "if x then \(String(repeating: "elseif x then ", count: 20_000)) end",
            "f(\(String(repeating: "x, ", count: 20_000)) x)", String(repeating: ";", count: 100_000),
        ]
        for source in sources {
            let isTaken = await onASmallStack { (try? LuaInstrumenter().instrument(Array(source.utf8))) != nil }
            #expect(isTaken)
        }
    }

    @Test func manyJumpsFindTheirLabels() {
        let jumps = (0..<20_000).map { "goto l\($0) " }.joined() + (0..<20_000).map { "::l\($0):: " }.joined()
        #expect(throws: Never.self) { try LuaParser.parse(Array(jumps.utf8)) }
        let nested = String(repeating: "do ", count: 150) + jumps + String(repeating: "end ", count: 150)
        #expect(throws: Never.self) { try LuaParser.parse(Array(nested.utf8)) }
    }

    @Test(arguments: 0..<8)
    func garbageIsAnErrorAndNothingWorse(seed: UInt64) {
        var random = Dice(seed: seed)
        let bytes = (0..<1 << 20).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(throws: LuaSyntaxError.self) { try LuaParser.parse(bytes) }
        let signs = Array("(){}[]=\"'\\-.,;:<>~/0x1e+ \nend do if a \u{0}\u{7F}é".utf8)
        for count in [10, 100, 1000, 1 << 20] {
            let text = (0..<count).map { _ in signs.randomElement(using: &random) ?? 0 }
            #expect(((try? LuaParser.parse(text)) == nil) == (RealLua.refusal(of: text) != nil))
        }
    }

    @Test(arguments: [
        "'", "\"", "[[", "[==[", "--[[", "--[=[", "'\\", "'\\z", "'\\u{", "[", "[=", "x = [=====", "1e", "0x", "-",
        "--",
    ])
    func whatBreaksOffIsAnError(start: String) {
        for tail in ["", "\u{0}", "\u{0}\u{0}]", "\n", "=", "]=", "\r\r\n", String(repeating: "=", count: 1 << 20)] {
            let source = Array((start + tail).utf8)
            #expect(((try? LuaParser.parse(source)) == nil) == (RealLua.refusal(of: source) != nil))
        }
    }

    @Test func zeroBytesMayStandInStringsAndCommentsOnly() {
        for (source, isTaken) in [
            ("return '\0'", true), ("return [[\0]]", true), ("-- \0\nreturn 1", true), ("--[[\0]]", true),
            ("x\0 = 1", false),
            ("\0", false), ("x = 1 \0", false),
        ] {
            #expect(((try? LuaParser.parse(Array(source.utf8))) != nil) == isTaken, "\(source.debugDescription)")
            #expect((RealLua.refusal(of: Array(source.utf8)) == nil) == isTaken, "\(source.debugDescription)")
        }
    }
}
