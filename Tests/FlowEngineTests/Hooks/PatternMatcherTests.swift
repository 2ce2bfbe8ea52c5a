import Testing

@testable import FlowEngine

struct PatternMatcherTests {
    @Test func aPatternIsSearchedForAnywhere() {
        let matcher = PatternMatcher()
        #expect(matcher.matches("+18005550199", "^%+1800"))
        #expect(matcher.matches("+18005550199", "0199"))
        #expect(!matcher.matches("+14255550199", "^%+1800"))
    }

    @Test func whatIsNoPatternFitsNothing() {
        let matcher = PatternMatcher()
        #expect(!matcher.isPattern("%"))
        #expect(!matcher.isPattern("[a"))
        #expect(matcher.isPattern("^%+1(%d+)$"))
        #expect(!matcher.matches("x", "%"))
        #expect(matcher.matches("x", "x"), "the matcher goes on after an error")
    }

    @Test func aPatternThatTakesTooLongFitsNothing() {
        let matcher = PatternMatcher()
        let text = String(repeating: "a", count: 400)
        #expect(!matcher.matches(text, String(repeating: "a-", count: 4) + "b"))
        #expect(matcher.matches(text, "^a"), "the matcher goes on after a stop")
    }
}
