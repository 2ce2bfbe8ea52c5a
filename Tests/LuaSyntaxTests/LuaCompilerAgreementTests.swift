import Testing

@testable import LuaSyntax

@Suite struct LuaCompilerAgreementTests {
    private func isTaken(_ source: [UInt8]) -> Bool { (try? LuaParser.parse(source)) != nil }

    @Test func flowsAndTheStandardLibraryAreLua() throws {
        let files = try LuaFiles.all()
        #expect(files.keys.contains("flows/reception/main.lua") && files.keys.contains("stdlib/menu.lua"))
        for (path, source) in files where path.hasPrefix("flows/") || path.hasPrefix("stdlib/") {
            #expect(throws: Never.self, "\(path)") { try LuaParser.parse(source) }
        }
    }

    @Test func parserAndCompilerTakeAndRefuseTheSameFiles() throws {
        let files = try LuaFiles.all()
        #expect(files.count > 100)
        for (path, source) in files {
            #expect(isTaken(source) == (RealLua.refusal(of: source) == nil), "\(path)")
        }
    }

    @Test(arguments: 0..<4)
    func parserAndCompilerTakeAndRefuseTheSameDamagedFiles(seed: UInt64) throws {
        var random = Dice(seed: seed)
        var taken = 0
        let sources = try LuaFiles.all().filter { $0.value.count < 4000 }.sorted { $0.key < $1.key }.map(\.value)
        let spare = try sources.flatMap { source in
            try LuaLexer.tokens(of: source).dropLast().map { source[$0.range.offsets] }
        }
        for source in sources {
            let tokens = try LuaLexer.tokens(of: source).dropLast()
            guard let token = tokens.randomElement(using: &random), let other = spare.randomElement(using: &random)
            else {
                continue
            }
            var damaged = source
            let blank: [UInt8] = [0x20]
            switch Int.random(in: 0..<3, using: &random) {
            case 0: damaged.removeSubrange(token.range.offsets)
            case 1: damaged.insert(contentsOf: blank + other + blank, at: token.range.offsets.lowerBound)
            default: damaged.replaceSubrange(token.range.offsets, with: blank + other + blank)
            }
            // A file loader skips such a line; the compiler does not.
            guard damaged.first != UInt8(ascii: "#") else { continue }
            let refusal = RealLua.refusal(of: damaged)
            taken += refusal == nil ? 1 : 0
            #expect(
                isTaken(damaged) == (refusal == nil),
                "\(String(decoding: damaged, as: UTF8.self)): \(refusal ?? "taken")")
        }
        #expect(taken > 10)
    }

    @Test(arguments: [
        "0", "7", "0xffffffffffffffff", "0x7fffffffffffffffff", "9223372036854775807", "9223372036854775808", "3.",
        ".5e1",
        "0x.8p3", "0xA.p-2", "1e308", "1e309", "5e-324", "1e-400", "0.1", "123456789012345678901234567890", "0x1p-1074",
        "0x1.fffffffffffffp1023", "2.2250738585072011e-308", "0x123456789abcdef.fp0",
    ])
    func numeralsMeanWhatTheyMeanToLua(numeral: String) throws {
        let token = try #require(try LuaLexer.tokens(of: Array(numeral.utf8)).first)
        let shown: String
        switch token.kind {
        case .integer(let value): shown = "integer \(value)"
        case .float(let value): shown = "float \(String(value.bitPattern, radix: 16))"
        default: shown = "\(token.kind)"
        }
        let program = """
            local value = \(numeral)
            if math.type(value) == "integer" then print("integer", value)
            else print("float", string.format("%x", (string.unpack("i8", string.pack("d", value))))) end
            """
        #expect(RealLua.run(Array(program.utf8)).output == shown)
    }

    @Test(arguments: [
        #"'\a\b\f\n\r\t\v\\\"\'\x00\xfF\0\12\255'"#, "'\\z  \n \r\n x\\\ny\\\r\nz'", "[[\n\na\r\nb\n\rc\r\rd]]",
        "[=[]]]=]",
        #""\u{0}\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{1FFFFF}\u{200000}\u{3FFFFFF}\u{4000000}\u{7FFFFFFF}""#,
    ])
    func stringsMeanWhatTheyMeanToLua(literal: String) throws {
        guard case .string(let bytes) = try LuaLexer.tokens(of: Array(literal.utf8)).first?.kind else {
            Issue.record("no string")
            return
        }
        let program = "local value = \(literal)\nprint(value:byte(1, -1))"
        #expect(RealLua.run(Array(program.utf8)).output == bytes.map { "\($0)" }.joined(separator: " "))
    }
}
