import Foundation
import Testing

/// The border between Swift and Lua: a function of Lua may raise, and an error jumps over the Swift frames that called
/// it. So Swift calls only functions of this list, and only in `Sources/LuaEngine`.
///
/// Memory is never refused to host code, so none of them raises for want of it; what is left are metamethods and bad
/// arguments.
@Suite struct BorderTests {
    /// Function of Lua → why it can neither run a metamethod nor raise by its arguments.
    static let allowed = [
        "luaL_newstate": "makes a state; NULL when there is no memory",
        "lua_absindex": "arithmetic",
        "lua_checkstack": "answers 0 when there is no room",
        "lua_close": "only states that compile text: nothing in them has a finalizer, none of their code has run",
        "lua_createtable": "makes a table; the stack has room, since `hasRoom` was asked",
        "lua_dump": "the function on top is one of Lua that was just compiled; the writer is ours and never fails",
        "lua_getinfo": "`u`, `S` and `>` of a function that lies on top; nothing is called",
        "lua_gettop": "arithmetic",
        "lua_isinteger": "looks at the type",
        "lua_next": "raw; the key comes from the table itself, and nothing is set meanwhile",
        "lua_pushboolean": "the stack has room",
        "lua_pushinteger": "the stack has room",
        "lua_pushlstring": "the stack has room; the text is Swift's own and shorter than any limit of Lua",
        "lua_pushnil": "the stack has room",
        "lua_pushnumber": "the stack has room",
        "lua_pushvalue": "the stack has room, the index is valid",
        "lua_rawgeti": "raw; the value at the index is a table, by its type",
        "lua_rawlen": "raw",
        "lua_rawset": "raw; the table is new, the key a text, so neither nil nor NaN",
        "lua_rawseti": "raw; the table is new",
        "lua_toboolean": "looks at the value",
        "lua_tointegerx": "converts a copy; asks no metamethod",
        "lua_tolstring": "only for values whose type is string: a number would be changed in place, under `lua_next`",
        "lua_type": "looks at the type",
        "lua_typename": "a name for a number that `lua_type` gave",
    ]

    /// Types of Lua's headers whose names look like functions.
    static let types: Set<String> = ["lua_Debug", "lua_Integer", "lua_Number", "lua_State", "lua_Writer"]

    static let sources = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

    /// Swift files below `Sources`, with their text: `LuaEngine/LuaStack.swift`.
    static func files() throws -> [(path: String, text: String)] {
        let all = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        return try all.filter { $0.hasSuffix(".swift") }.sorted().map {
            ($0, try String(contentsOf: sources.appending(path: $0), encoding: .utf8))
        }
    }

    /// Whether it is worth reading: most files name nothing of Lua's, not even in a comment.
    static func mayTouchLua(_ text: String) -> Bool {
        ["lua_", "luaL_", "luaopen_", "CLua"].contains { text.contains($0) }
    }

    @Test func swiftCallsOnlyWhatCannotRaise() throws {
        let files = try Self.files()
        #expect(files.contains { $0.path.hasPrefix("LuaEngine/") })
        var used: Set<String> = []
        for (path, text) in files where Self.mayTouchLua(text) {
            let found = Border.functions(in: text).subtracting(Self.types)
            if path.hasPrefix("LuaEngine/") {
                used.formUnion(found)
                #expect(found.subtracting(Self.allowed.keys).isEmpty, "\(path)")
            } else {
                #expect(found.isEmpty, "\(path) calls Lua")
                #expect(Border.imports(in: text).isDisjoint(with: ["CLua", "CLuaBridge"]), "\(path)")
            }
        }
        // A row that nothing uses is a door that nobody watches.
        #expect(Set(Self.allowed.keys) == used)
    }

    /// The one place that reads a text off the stack asks for its type first.
    @Test func textsAreReadInOnePlace() throws {
        let lines = try Self.files().filter { $0.text.contains("lua_tolstring") }.flatMap { file in
            Border.code(file.text).split(separator: "\n").filter { $0.contains("lua_tolstring") }.map { _ in file.path }
        }
        #expect(lines == ["LuaEngine/LuaStack.swift"])
    }

    @Test(arguments: [
        ("lua_gettable(state, 1)", ["lua_gettable"]),
        ("let text = lua_tolstring (state, -1, nil)", ["lua_tolstring"]),
        ("luaL_checkinteger(state, 1); luaopen_base(state)", ["luaL_checkinteger", "luaopen_base"]),
        ("let f = CLua.lua_error", ["lua_error"]),
        ("let f: (OpaquePointer) -> Int32 = `lua_error`", ["lua_error"]),
        ("#if lua_x\nlua_call(state)\n#endif", ["lua_call", "lua_x"]),
        ("guard status == LUA_OK, type != LUA_TNIL, LUA_REGISTRYINDEX < 0 else { return }", []),
        ("// lua_gettable(state)\nlet x = 1 // lua_call", []),
        ("/* lua_gettable(state) /* nested lua_call */ lua_error */ lua_next(state)", ["lua_next"]),
        ("let a = \"lua_gettable(state)\" + \"\\\" lua_call\"", []),
        ("let a = \"\"\"\n    lua_gettable \" \"\" lua_call\n    \"\"\"\nlua_len(state)", ["lua_len"]),
        ("let a = #\"lua_gettable \" \\(lua_call) \"#; lua_len(state)", ["lua_len"]),
        (
            "let a = \"\\(lua_gettable(state)) and \\(text(\"x\", lua_len(\"\\(lua_next)\"))) lua_call\"",
            ["lua_gettable", "lua_len", "lua_next"]
        ),
        ("let a = \"http://lua_call\"; lua_len(state) // \"\nlua_next(state)", ["lua_len", "lua_next"]),
        ("let my_lua_call = notlua_call(xlua_len)", []),
        ("lua_State lua_Integer luaX_call lua_", ["lua_Integer", "lua_State"]),
    ])
    func theScannerFindsCalls(text: String, names: [String]) {
        #expect(Border.functions(in: text).sorted() == names)
    }

    @Test func theScannerFindsImports() {
        let text = """
            import CLua
            @preconcurrency import CLuaBridge
            @_implementationOnly public import struct Foundation.URL
            // import Commented
            let a = "import Quoted"
            """
        #expect(Border.imports(in: text) == ["CLua", "CLuaBridge", "Foundation"])
    }
}

/// Reads Swift text as far as the border needs it: names in code, but not in comments and texts.
enum Border {
    /// The names of functions of Lua that the code uses in any way.
    static func functions(in text: String) -> Set<String> {
        Set(words(code(text)).filter(isFunctionOfLua))
    }

    /// The modules that the code imports.
    static func imports(in text: String) -> Set<String> {
        let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
        var modules: Set<String> = []
        for line in code(text).split(whereSeparator: \.isNewline) {
            let words = words(String(line))
            guard let at = words.firstIndex(of: "import") else { continue }
            if let module = words[(at + 1)...].first(where: { !kinds.contains($0) }) { modules.insert(module) }
        }
        return modules
    }

    private static func isFunctionOfLua(_ word: String) -> Bool {
        for prefix in ["lua_", "luaL_", "luaopen_"] where word.hasPrefix(prefix) {
            return word.dropFirst(prefix.count).first?.isLetter == true
        }
        return false
    }

    private static func words(_ code: String) -> [String] {
        code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }

    /// The text without comments and without what stands in quotes; code in an interpolation stays.
    static func code(_ text: String) -> String {
        var reader = Reader(rest: Array(text)[...])
        reader.readCode(until: nil)
        return String(reader.code)
    }

    private struct Reader {
        var rest: ArraySlice<Character>
        var code: [Character] = []

        private func starts(with text: String) -> Bool { rest.starts(with: text) }

        /// Reads code to the end, or to the bracket that closes an interpolation.
        mutating func readCode(until end: Character?) {
            var depth = 0
            while let character = rest.first {
                if starts(with: "//") {
                    rest = rest.drop { !$0.isNewline }
                } else if starts(with: "/*") {
                    skipComment()
                } else if let hashes = quoteAhead() {
                    readText(hashes: hashes)
                } else {
                    if character == "(" { depth += 1 }
                    if character == end {
                        if depth == 0 { return }
                        depth -= 1
                    }
                    code.append(character)
                    rest.removeFirst()
                }
            }
        }

        private mutating func skipComment() {
            var depth = 0
            repeat {
                if starts(with: "/*") {
                    depth += 1
                    rest.removeFirst(2)
                } else if starts(with: "*/") {
                    depth -= 1
                    rest.removeFirst(2)
                } else {
                    rest.removeFirst()
                }
            } while depth > 0 && !rest.isEmpty
            code.append(" ")
        }

        /// How many `#` stand before the quote that comes next; nil when none does.
        private func quoteAhead() -> Int? {
            let hashes = rest.prefix { $0 == "#" }.count
            return rest.dropFirst(hashes).first == "\"" ? hashes : nil
        }

        private mutating func readText(hashes: Int) {
            let marks = String(repeating: "#", count: hashes)
            rest.removeFirst(hashes)
            let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
            rest.removeFirst(quote.count)
            code.append(" ")
            while !rest.isEmpty {
                if starts(with: quote + marks) {
                    rest.removeFirst(quote.count + hashes)
                    return
                }
                if starts(with: "\\" + marks + "(") {
                    rest.removeFirst(hashes + 2)
                    code.append(" ")
                    readCode(until: ")")
                    code.append(" ")
                    if !rest.isEmpty { rest.removeFirst() }
                } else if starts(with: "\\" + marks) {
                    rest.removeFirst(min(rest.count, hashes + 2))
                } else {
                    rest.removeFirst()
                }
            }
        }
    }
}
