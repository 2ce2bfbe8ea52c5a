import FlowEngine
import Testing

@testable import FlowCheck

/// Objects that modules of a flow's own make.
struct MadeObjectTests {
    /// What is said of a flow whose module `lib.visits` is given.
    private static func findings(_ module: String, _ use: String) async -> [String] {
        let main = """
            local visits = require "lib.visits"
            on("IncomingCall", function(call)
              call:answer()
              local visit = visits.new(call)
            \(use)
              call:hang_up()
            end)
            """
        return await Checking.findings(["desk/main.lua": main, "desk/lib/visits.lua": module]).map { "\($0)" }
    }

    private static let usual = """
        local visits = {}
        visits.__index = visits
        function visits.new(call) return setmetatable({ call = call, greet = tostring }, visits) end
        function visits:note(text) self.text = text end
        function visits.close(self) self.done = true end
        function visits.count() return 7 end
        return visits
        """

    @Test(arguments: [
        ("visit:note('a') visit:close() visit.greet() log.info(visits.count())", ""),
        (
            "visit:noet('a')",
            "5:7: error: what lib.visits's 'new' gives has no 'noet'; did you mean 'note'? [unknown_function]"
        ),
        (
            "visit.note('a')",
            "5:7: error: 'note' is called with a dot, and it is a method; write a colon, so that what stands before it is passed [wrong_colon]"
        ),
        (
            "visit.close()",
            "5:7: error: 'close' is called with a dot, and it is a method; write a colon, so that what stands before it is passed [wrong_colon]"
        ),
        ("visit.close(visit)", ""), ("visit.count()", ""), ("visits.note(visit, 'a')", ""),
        // What the flow adds itself is there, under names that are written or not.
        ("visit.later = function() end visit:later() visit.later()", ""),
        ("function visit:later() end visit:later()", ""), ("function visits.later() end visit:later()", ""),
        ("for name, value in pairs(call.data) do visit[name] = value end visit:later()", ""),
        ("local function extend(o) o.x = 1 end extend(visit) visit:later()", ""),
        ("visit.note = function() end visit.note('a')", ""),
        ("local same = visit visit.note(same, 'a')", ""),
        ("setmetatable(visit, { __index = string }) visit:later()", ""),
        ("local other = setmetatable(visits.new(call), { __index = string }) other:later()", ""),
        ("local old = visits.new visits.new = function(c) return old(c) end visits.new(call):later()", ""),
        ("log.info(getmetatable(visit)) visit:later()", ""),
        // Another value, and no more is known.
        ("visit = nil or call visit:later()", ""), ("for _, visit in ipairs({}) do visit:later() end", ""),
    ])
    func methodsAreKnown(_ use: String, _ finding: String) async {
        #expect(await Self.findings(Self.usual, use) == (finding.isEmpty ? [] : ["desk/main.lua:" + finding]))
    }

    /// Ways to write a class, with what is said of `visit:not_it()`.
    @Test(arguments: [
        (
            "local class = { note = function(self) end } class.__index = class "
                + "return { new = function(call) return setmetatable({}, class) end }", true
        ),
        (
            "local methods = {} function methods:note() end local function make(call) "
                + "return setmetatable({ call = call }, { __index = methods }) end return { new = make }", true
        ),
        (
            "local m = {} local methods = {} methods.__index = methods function methods:note() end "
                + "function m.of(call) local made = setmetatable({}, methods) return made end "
                + "function m.new(call) if not call then return nil, 'none' end return m.of(call) end return m", true
        ),
        (
            "local class = {} class.__index = class function class:note() end "
                + "return { new = function(call) local self = setmetatable({}, class) self.call = call return self end }",
            true
        ),
        (
            "local class = {} class.__index = class function class:note() end local all = { class } "
                + "return { new = function(call) return setmetatable({}, class) end, all = all }", false
        ),
        (
            "local class = {} class.__index = class local alias = class function alias:note() end "
                + "return { new = function(call) return setmetatable({}, class) end }", false
        ),
        (
            "local class = {} class.__index = class function class:close() setmetatable(self, { __index = string }) end "
                + "return { new = function(call) return setmetatable({}, class) end }", false
        ),
        (
            "local class = {} class.__index = class return { new = function(call) local self = setmetatable({}, class) "
                + "for name, value in pairs(call.data) do self[name] = value end return self end }", false
        ),
        (
            "local m, class = {}, {} class.__index = class if config.DESK then function m.new() "
                + "return setmetatable({}, class) end else function m.new() return setmetatable({}, { __index = m }) end end "
                + "return m", false
        ),
        // Whoever else holds the class may fill it.
        (
            "local methods = {} methods.__index = methods require('lib.more')(methods) "
                + "return { new = function(call) return setmetatable({}, methods) end }", false
        ),
        (
            "local methods = {} methods.__index = function(_, name) return name end "
                + "return { new = function(call) return setmetatable({}, methods) end }", false
        ),
        (
            "local methods = {} methods.__index = methods "
                + "return { new = function(call) return setmetatable(call.data, methods) end }", false
        ),
        (
            "local methods = {} methods.__index = methods for _, name in ipairs { 'a' } do methods[name] = print end "
                + "return { new = function(call) return setmetatable({}, methods) end }", false
        ),
        (
            "local a, b = {}, {} a.__index = a b.__index = b return { new = function(call) "
                + "if call then return setmetatable({}, a) end return setmetatable({}, b) end }", false
        ),
        ("local m = {} function m.new(call) return m.new(call) end return m", false),
        ("return { new = function(call) return { note = print } end }", false),
    ])
    func whatIsNotSureIsNotSaid(_ module: String, isKnown: Bool) async {
        let found = await Self.findings(module, "visit:not_it()").filter { $0.contains("[unknown_function]") }
        #expect(found.count == (isKnown ? 1 : 0), "\(found)")
    }
}
