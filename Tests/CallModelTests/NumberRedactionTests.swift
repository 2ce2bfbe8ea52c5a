import CallModel
import Testing

struct NumberRedactionTests {
    @Test(arguments: [
        ("call +14255550123 now", "call +1425…23 now"), ("4:+14255550123,+18005550199", "4:+1425…23,+1800…99"),
        ("/p/4%3A%2B14255550123?a=%20b", "/p/4%3A+1425…23?a=%20b"), ("%2b18005550199", "+1800…99"),
        ("1 + 2 = +3", "1 + 2 = +3"), ("100% +", "100% +"), ("%", "%"), ("nothing", "nothing"), ("", ""),
        ("+", "+"), ("++14255550123", "++1425…23"),
    ])
    func hidesNumbersAndNothingElse(text: String, shown: String) { #expect(NumberRedaction.redacted(text) == shown) }

    @Test func goesThroughWholeValues() {
        let value: JSONValue = ["a": ["+14255550123"], "+18005550199": 1]
        #expect(NumberRedaction.redacted(value) == ["a": ["+1425…23"], "+1800…99": 1])
    }
}
