import CallModel
import Testing

@Suite struct JSONReaderTests {
    private static let document = """
        {"a":[1,-2.5,3e2,true,false,null],"b":{"c":"\\u00e9\\ud83d\\ude00\\n\\\\","d":{}},"e":"plain é","f":[]}
        """

    @Test func everyKindOfValueIsRead() throws {
        let value = try JSONValue(parsing: Self.document)
        #expect(value["a"]?.arrayValue == [.integer(1), .number(-2.5), .number(300), true, false, .null])
        #expect(value["b"]?["c"]?.stringValue == "é😀\n\\")
        #expect(value["b"]?["d"]?.objectValue?.members.isEmpty == true)
        #expect(value["e"] == "plain é")
        #expect(value["f"] == [])
        #expect(value["a"]?[5] == JSONValue.null)
        #expect(value["none"] == nil && value[0] == nil && value["a"]?[6] == nil)
    }

    @Test func everyTruncationIsAnErrorThatPointsIntoTheText() throws {
        let bytes = Array(Self.document.utf8)
        for length in 0..<bytes.count {
            let cut = Array(bytes.prefix(length))
            let error = try #require(throws: JSONError.self) { try JSONValue(parsing: cut) }
            #expect(error.offset <= length)
            #expect(throws: JSONError.self) {
                var reader = JSONReader(cut)
                try reader.skipValue()
            }
        }
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "[1 2]", "01", "-", "1.", "1e", "+1", ".5", "tru",
        "nul",
        "\"\u{0001}\"", "\"\\q\"", "\"\\u12g4\"", "\"\\u12\"", "1 2", "[]]", "'a'", "NaN", "1e999", "{\"a\":}", "\"",
        "\"\\", "\"\\\"", "--1", "\"\\u+123\"",
    ])
    func whatIsNotJSONIsAnErrorWhetherReadOrSkipped(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(throws: JSONError.self) {
            var reader = JSONReader(Array(text.utf8))
            try reader.skipValue()
            try reader.expectEnd()
        }
    }

    @Test(arguments: [
        ("\\u0041", "A"), ("\\u00e9", "é"), ("\\uD83D\\uDE00", "😀"), ("\\ud83d", "\u{FFFD}"),
        ("\\ude00", "\u{FFFD}"), ("\\ud83d\\u0041", "\u{FFFD}"),
        ("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\u{8}\u{C}\n\r\t"),
        ("\\u0000", "\0"), ("\\uFFFF", "\u{FFFF}"),
    ])
    func escapesAreUndone(_ escaped: String, _ plain: String) throws {
        #expect(try JSONValue(parsing: "\"\(escaped)\"") == .string(plain))
        #expect(try JSONValue(parsing: "\"x\(escaped)y\"") == .string("x\(plain)y"))
    }

    @Test func numbersKeepWhatTheyAre() throws {
        #expect(try JSONValue(parsing: "9223372036854775807") == .integer(.max))
        #expect(try JSONValue(parsing: "-9223372036854775808") == .integer(.min))
        #expect(try JSONValue(parsing: "9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(try JSONValue(parsing: "-0") == .integer(0))
        #expect(try JSONValue(parsing: "3.0").intValue == 3)
        #expect(try JSONValue(parsing: "3.5").intValue == nil)
        #expect(try JSONValue(parsing: "1E-2").doubleValue == 0.01)
    }

    @Test func nestingIsBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(128))
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(129)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test func nestingBesideEachOtherIsNotDepth() throws {
        let wide = "[" + Array(repeating: "[[]],{},{\"a\":[]}", count: 500).joined(separator: ",") + "]"
        #expect(try JSONValue(parsing: wide).arrayValue?.count == 1_500)
    }

    @Test func aSkippedValueTellsItsRange() throws {
        let text = "{ \"a\" :  {\"b\": [1, \"]\\\"\"]} , \"c\":2}"
        var reader = JSONReader(Array(text.utf8))
        var range: Range<Int>?
        try reader.readObject { name, reader throws(JSONError) in
            let skipped = try reader.skipValue()
            if name == "a" { range = skipped }
        }
        let found = try #require(range)
        #expect(String(decoding: reader.bytes[found], as: UTF8.self) == "{\"b\": [1, \"]\\\"\"]}")
    }

    @Test func aReaderMayStartInTheMiddle() throws {
        var reader = JSONReader(Array("xx[1]yy".utf8), at: 2)
        #expect(try reader.readValue() == [1])
        #expect(reader.offset == 5)
    }

    @Test func ofRepeatedNamesTheLastCounts() throws {
        #expect(try JSONValue(parsing: "{\"a\":1,\"a\":2}")["a"] == 2)
    }

    @Test func nullCountsAsAbsent() throws {
        #expect(try JSONValue(parsing: "{\"a\":null}")["a"] == nil)
    }

    @Test func anyByteAnywhereIsNoCrash() {
        let bytes = Array(Self.document.utf8)
        for index in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var broken = bytes
                broken[index] = byte
                _ = try? JSONValue(parsing: broken)
            }
        }
    }
}
