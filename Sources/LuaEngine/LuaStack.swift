import CLua
import CLuaBridge

/// Reading and writing values on a Lua stack.
///
/// This file and `LuaWorld` are the only ones that call Lua. They use functions that neither run a metamethod nor raise
/// by their arguments: type, to…, push…, raw gets and sets with keys that are neither nil nor NaN, next with keys of the
/// table itself, createtable, checkstack, settop, xmove, rawequal. All else goes through protected C functions. Memory
/// is never refused to host code, so that nothing here can raise.
enum LuaStack {
    /// Deepest nesting and most items of a value that is copied.
    static let maxDepth = 32
    static let maxItems = 50_000
    /// Most bytes that one call of a host function copies out of its world.
    static let maxCopiedBytes = 2 << 20

    /// The text at an index; nil when it is no string.
    static func text(_ state: OpaquePointer, _ index: Int32) -> String? {
        guard lua_type(state, index) == LUA_TSTRING else { return nil }
        var length = 0
        guard let bytes = lua_tolstring(state, index, &length) else { return nil }
        return String(
            decoding: UnsafeRawBufferPointer(start: UnsafeRawPointer(bytes), count: length), as: UTF8.self)
    }

    static func push(_ text: String, _ state: OpaquePointer) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { _ = lua_pushlstring(state, $0.baseAddress, $0.count) }
        }
    }
}

extension LuaWorld {
    /// Whether a stack can take a value; the world is stopped at its next step when not.
    func hasRoom(_ state: OpaquePointer) -> Bool {
        if lua_checkstack(state, 16) != 0 { return true }
        hs_world_exhaust(world)
        return false
    }

    /// Pushes a value, or nothing when there is no room.
    func push(_ value: LuaValue, _ state: OpaquePointer) -> Bool {
        guard hasRoom(state) else { return false }
        switch value {
        case .nil, .other: lua_pushnil(state)
        case .boolean(let flag): lua_pushboolean(state, flag ? 1 : 0)
        case .integer(let number): lua_pushinteger(state, number)
        case .number(let number): lua_pushnumber(state, number)
        case .string(let text): LuaStack.push(text, state)
        case .function(let reference): hs_ref_push(state, reference.number)
        case .object(let object):
            if let index = functions.classIndex(object.className) {
                hs_push_object(world, state, index, object.id)
            } else {
                lua_pushnil(state)
            }
        case .table(let table):
            lua_createtable(state, Int32(clamping: table.array.count), Int32(clamping: table.namedFields.count))
            for (index, item) in table.array.enumerated() {
                guard push(item, state) else { break }
                lua_rawseti(state, -2, lua_Integer(index + 1))
            }
            for (name, item) in table.namedFields {
                LuaStack.push(name, state)
                if !push(item, state) { lua_pushnil(state) }
                lua_rawset(state, -3)
            }
        }
        return true
    }

    /// Copies the value at an index, raw: no metamethod runs.
    /// - Throws: a sentence when it is nested too deep (or in itself) or too large.
    func value(_ state: OpaquePointer, _ index: Int32) throws(LuaRaise) -> LuaValue {
        guard hasRoom(state) else { throw LuaRaise("stack overflow") }
        copiedItems += 1
        var copy = Copy()
        do throws(LuaRaise) {
            return try value(state, index, depth: 0, &copy)
        } catch {
            for function in copy.functions { release(function) }
            throw error
        }
    }

    /// What a copy has met so far.
    private struct Copy {
        var items = 0
        var functions: [LuaReference] = []
    }

    private func value(
        _ state: OpaquePointer, _ index: Int32, depth: Int, _ copy: inout Copy
    ) throws(LuaRaise) -> LuaValue {
        switch lua_type(state, index) {
        case LUA_TNIL, LUA_TNONE: return .nil
        case LUA_TBOOLEAN: return .boolean(lua_toboolean(state, index) != 0)
        case LUA_TNUMBER:
            return lua_isinteger(state, index) != 0
                ? .integer(hs_to_integer(state, index)) : .number(hs_to_number(state, index))
        case LUA_TSTRING: return .string(try text(state, index))
        case LUA_TFUNCTION:
            lua_pushvalue(state, index)
            let function = store(state)
            copy.functions.append(function)
            return .function(function)
        case LUA_TTABLE: return try table(state, lua_absindex(state, index), depth: depth, &copy)
        case let type: return .other(String(cString: lua_typename(state, type)))
        }
    }

    /// Copies a text, and counts it: ten thousand references to one text are ten thousand copies.
    func text(_ state: OpaquePointer, _ index: Int32, pops: Int32 = 0) throws(LuaRaise) -> String {
        copiedBytes += Int(clamping: lua_rawlen(state, index))
        guard copiedBytes <= LuaStack.maxCopiedBytes else {
            hs_pop(state, pops)
            throw LuaRaise("more than \(LuaStack.maxCopiedBytes >> 20) MiB of text in one call of the host")
        }
        return LuaStack.text(state, index) ?? ""
    }

    private func table(
        _ state: OpaquePointer, _ index: Int32, depth: Int, _ copy: inout Copy
    ) throws(LuaRaise) -> LuaValue {
        guard hasRoom(state) else { throw LuaRaise("stack overflow") }
        if let object = object(state, index) { return .object(object) }
        guard depth < LuaStack.maxDepth else {
            throw LuaRaise("a table is nested deeper than \(LuaStack.maxDepth) levels, or contains itself")
        }
        var array: [LuaValue] = []
        let length = lua_rawlen(state, index)
        while array.count < Int(clamping: length) {
            let type = lua_rawgeti(state, index, lua_Integer(array.count + 1))
            if type == LUA_TNIL {
                hs_pop(state, 1)
                break
            }
            array.append(try item(state, depth: depth, &copy))
        }
        var fields: [(String, LuaValue)] = []
        var hasOtherKeys = false
        lua_pushnil(state)
        while lua_next(state, index) != 0 {
            switch lua_type(state, -2) {
            case LUA_TSTRING where hs_is_hidden(state, -2): break
            case LUA_TSTRING:
                let name = try text(state, -2, pops: 2)
                fields.append((name, try item(state, depth: depth, &copy, pops: 2)))
                continue
            case LUA_TNUMBER where lua_isinteger(state, -2) != 0:
                let key = hs_to_integer(state, -2)
                if key < 1 || key > Int64(array.count) { hasOtherKeys = true }
            default: hasOtherKeys = true
            }
            hs_pop(state, 1)
        }
        return .table(LuaTable(array: array, unsorted: fields, hasOtherKeys: hasOtherKeys))
    }

    /// Takes the value on top; when it cannot be copied, everything that the caller pushed is popped.
    private func item(
        _ state: OpaquePointer, depth: Int, _ copy: inout Copy, pops: Int32 = 1
    ) throws(LuaRaise) -> LuaValue {
        copy.items += 1
        copiedItems += 1
        let found: LuaValue
        do throws(LuaRaise) {
            guard copy.items <= LuaStack.maxItems else {
                throw LuaRaise("a table has more than \(LuaStack.maxItems) items")
            }
            found = try value(state, -1, depth: depth + 1, &copy)
        } catch {
            hs_pop(state, pops)
            throw error
        }
        hs_pop(state, 1)
        return found
    }

    /// The host object at an index, if it is one.
    func object(_ state: OpaquePointer, _ index: Int32) -> LuaObject? {
        var id: Int64 = 0
        let number = Int(hs_object_id(state, index, &id))
        return number >= 0 ? LuaObject(class: functions.classNames[number], id: id) : nil
    }
}
