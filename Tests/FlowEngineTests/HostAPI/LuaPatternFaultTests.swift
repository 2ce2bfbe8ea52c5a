import Testing

@testable import FlowEngine

struct LuaPatternFaultTests {
    @Test(arguments: [
        "", "^", "$", "^%+1800", "^%+1(%d%d%d)555", "a-b*c?d+", "[]]", "[^]]", "[%]]", "[a-z%d]", "%bxy", "%f[%w]%w+",
        "()a()", "(a)%1", "((a)b)%2%1", "100%%", "x]", ".-$", "%)", "\u{E9}+",
    ]) func whatLuaTakesIsTaken(_ pattern: String) {
        #expect(LuaPatternFault.find(in: Array(pattern.utf8)) == nil)
    }

    @Test(arguments: [
        ("^%+1800(", "unfinished capture"), ("((a)", "unfinished capture"), ("a)", "invalid pattern capture"),
        ("()a)", "invalid pattern capture"), ("abc%", "malformed pattern (ends with '%')"),
        ("[a-z", "malformed pattern (missing ']')"), ("[]", "malformed pattern (missing ']')"),
        ("[^]", "malformed pattern (missing ']')"), ("[a%", "malformed pattern (missing ']')"),
        ("[a%]", "malformed pattern (missing ']')"), ("%b", "missing arguments to '%b'"),
        ("%bx", "missing arguments to '%b'"), ("%fa", "missing '[' after '%f' in pattern"),
        ("%f[a", "malformed pattern (missing ']')"), ("%1", "invalid capture index %1"),
        ("(a%1)", "invalid capture index %1"), ("(a)%0", "invalid capture index %0"),
        ("(a)%2", "invalid capture index %2"),
        (String(repeating: "()", count: 33), "too many captures"),
    ]) func whatNoMatchCouldPassIsTold(_ pattern: String, _ fault: String) {
        #expect(LuaPatternFault.find(in: Array(pattern.utf8)) == fault)
    }

    @Test func loadingRefusesThePattern() {
        let flow = #"on("IncomingCall", { from = pattern "^%+1800(" }, function(call) call:answer() end)"#
        let report = FlowLoader.load(FlowSources(files: ["desk.lua": Array(flow.utf8)]), environment: FlowEnvironment())
        #expect(report.problems.map(\.reason) == ["pattern: '^%+1800(' is no Lua pattern: unfinished capture"])
        #expect(report.problems.first?.line == 1)
    }
}
