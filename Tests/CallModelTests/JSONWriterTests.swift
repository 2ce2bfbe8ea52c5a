import CallModel
import Testing

@Suite struct JSONWriterTests {
    @Test func membersKeepTheirOrderAndUnsetOnesAreLeftOut() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("z", "1")
            writer.member("none", String?.none)
            writer.member("a", 2)
            writer.member("noNumber", Int?.none)
            writer.member("flag", true)
            writer.member("noFlag", Bool?.none)
            writer.name("list")
            writer.array { writer in
                writer.string("x")
                writer.integer(-1)
                writer.bool(false)
                writer.array { _ in }
                writer.object { _ in }
            }
            writer.name("value")
            writer.value(["k": .null, "n": 1.5])
        }
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"z":"1","a":2,"flag":true,"list":["x",-1,false,[],{}],"value":{"k":null,"n":1.5}}"#)
    }

    @Test func everyScalarSurvivesTheWayThereAndBack() throws {
        var text = ""
        for code in UInt32(0)...0x2FF { text.unicodeScalars.append(Unicode.Scalar(code) ?? "?") }
        text += "😀\u{2028}\u{FFFD}\u{10FFFF}"
        #expect(try JSONValue(parsing: JSONValue.string(text).encoded) == .string(text))
        #expect(
            try JSONValue(parsing: JSONValue(dictionaryLiteral: (text, .string(text))).encoded)[text] == .string(text))
    }

    @Test func controlCharactersAreEscaped() {
        #expect(JSONValue.string("\"\\\n\r\t\u{1}\u{1F}\u{7F}/é").text == #""\"\\\n\r\t\u0001\u001f\u007f/é""#)
    }

    @Test func writingWhatWasReadGivesTheSameBytes() throws {
        let text = #"{"b":[1,2.5,"x",null,true],"a":{"c":[{}]}}"#
        #expect(try JSONValue(parsing: text).text == text)
    }

    @Test func whatIsNoNumberBecomesNull() {
        #expect(JSONValue.number(.infinity).text == "null")
        #expect(JSONValue.number(.nan).text == "null")
    }

    @Test func objectsAreEditedInPlace() {
        var object: JSONObject = ["a": 1, "left": nil, "b": 2]
        object["a"] = 3
        object["c"] = 4
        object["b"] = nil
        #expect(object.members.map(\.name) == ["a", "c"])
        #expect(object == ["a": 3, "c": 4])
        #expect(object != ["c": 4, "a": 3])
    }
}
