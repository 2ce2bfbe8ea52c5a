import LuaSyntax
import Testing

@testable import FlowCheck

struct WrittenCallTests {
    /// The calls of a handler that can be tried.
    private static func texts(_ body: String) throws -> [String] {
        let source = """
            local text, options, changed, given = "a", { text = "a" }, { 1 }, config.DESK
            local again = text
            again = "b"
            local tested, deep = "", { sources = { { text = "" } } }
            local a1 = text .. text .. text .. text .. text .. text .. text .. text
            local a2 = a1 .. a1 .. a1 .. a1 .. a1 .. a1 .. a1 .. a1
            local a3 = a2 .. a2 .. a2 .. a2 .. a2 .. a2 .. a2 .. a2
            local wide = a3 .. a3 .. a3 .. a3 .. a3 .. a3 .. a3 .. a3
            changed[2] = 2
            local function helper() return 1 end
            on("IncomingCall", function(call, event)
            \(body)
            end)
            """
        let file = FlowFile(path: "desk.lua", tree: try LuaParser.parse(Array(source.utf8)))
        return file.calls.filter { $0.raw.body.function != nil }.compactMap { WrittenCall($0, in: file)?.text }
    }

    @Test(arguments: [
        ("call:play { text = text, loop = true }", "call:play({text=\"a\",loop=true})"),
        ("call:play(options)", "call:play({text=\"a\"})"),
        ("log.info(given)", "log.info(config.DESK)"),
        ("sleep(-1 + 2 * 3.5)", "sleep(((- 1) + (2 * 3.5)))"),
        ("sleep((1 - 2) - 3)", "sleep((((1 - 2)) - 3))"),
        ("sleep(2 ^ 3 ^ 2)", "sleep((2 ^ (3 ^ 2)))"),
        ("log.info('a' .. 1 .. text)", "log.info((\"a\" .. (1 .. \"a\")))"),
        ("log.info(\"\\\"\\\\\\n\\0021é\")", "log.info(\"\\\"\\\\\\010\\0021\\195\\169\")"),
        ("sleep(0xffffffffffffffff)", "sleep((-1|0))"), ("sleep(1e400)", "sleep(1e999)"),
        ("sleep(not nil and 5 or #'a')", "sleep((((not nil) and 5) or (# \"a\")))"),
        ("within(5, function() call:hang_up {} end)", "within(5, function() end)"),
        ("spawn(helper)", "spawn(function() end)"),
        (
            "require('std.menu').ask(call, { choices = { ['1'] = 1 } })",
            "require(\"std.menu\").ask(call, {choices={[\"1\"]=1}})"
        ),
        ("store.set('a', { 1, nil, x = false, [1 + 1] = {} })", "store.set(\"a\", {1,nil,x=false,[(1 + 1)]={}})"),
    ])
    func valuesArePutIn(_ body: String, _ text: String) throws {
        let texts = try Self.texts(body)
        #expect(texts.contains(text), "\(texts)")
        // It is Lua.
        _ = try LuaParser.parse(Array(text.utf8))
    }

    @Test(arguments: [
        "call:play { text = again }", "call:play { text = event.from }", "log.info(unknown)", "log.info(helper())",
        "log.info(changed)", "log.info(event.x)", "call:play { text = again .. 'a' }", "log.info({ helper() })",
        // They belong to the load, or end what is tried.
        "on('Signal', function() end)", "restart('again')", "require('std.flow').incoming({})",
        // A condition may keep it from being called, or a table may have become another one.
        "if tested then call:play { text = tested } end", "local p = given or { text = '' } call:play(p)",
        "local s = deep.sources[1] s.text = 'a' call:play(deep)", "again(options) call:play(options)",
        // Two calls would be one, and large values are not looked at.
        "call:move_participants { targets = { '+14255550124' }, from = call }", "log.info(wide)",
        // Of which call, nobody knows.
        "call.play({ text = 'a' })", "event.other:play { text = 'a' }",
    ])
    func whatIsNotWrittenDownIsNotTried(_ body: String) throws {
        #expect(try Self.texts(body) == [])
    }
}
