import CLua
import CLuaBridge

/// One call of a host function. Valid only while the function runs.
public struct LuaCall {
    let state: OpaquePointer
    /// Not counted, since each call would pay for it: the world outlives every call.
    let caller: Unmanaged<LuaWorld>

    /// The world that calls.
    public var world: LuaWorld { caller.takeUnretainedValue() }

    /// How many arguments there are.
    public var count: Int { Int(lua_gettop(state)) }

    /// A whole number, also one written as `3.0`; nil for anything else.
    public func integer(at index: Int) -> Int64? {
        guard lua_type(state, Int32(index)) == LUA_TNUMBER else { return nil }
        var isInteger: Int32 = 0
        let value = lua_tointegerx(state, Int32(index), &isInteger)
        return isInteger != 0 ? value : nil
    }

    /// A number; nil for anything else.
    public func number(at index: Int) -> Double? {
        lua_type(state, Int32(index)) == LUA_TNUMBER ? hs_to_number(state, Int32(index)) : nil
    }

    /// A text; nil for anything else, and for what is more than one call may copy.
    public func string(at index: Int) -> String? {
        guard lua_type(state, Int32(index)) == LUA_TSTRING else { return nil }
        return try? world.text(state, Int32(index))
    }

    /// A truth value; nil for anything else.
    public func boolean(at index: Int) -> Bool? {
        lua_type(state, Int32(index)) == LUA_TBOOLEAN ? lua_toboolean(state, Int32(index)) != 0 : nil
    }

    /// Whether a value is neither nil nor false.
    public func isTrue(at index: Int) -> Bool { lua_toboolean(state, Int32(index)) != 0 }

    /// The number of an object of a class; nil for anything else.
    public func objectID(at index: Int, class name: String) -> Int64? {
        var id: Int64 = 0
        let number = Int(hs_object_id(state, Int32(index), &id))
        return number >= 0 && world.functions.classNames[number] == name ? id : nil
    }

    /// A copy of any argument. Functions in it stay in the world until they are released.
    public func value(at index: Int) throws(LuaRaise) -> LuaValue { try world.value(state, Int32(index)) }

    /// Pushes a result.
    public func push(_ value: LuaValue) { _ = world.push(value, state) }

    /// Pushes a result without making a value.
    public func push(integer: Int64) {
        // Without asking the world: every C function has this room.
        if lua_gettop(state) < 16 || world.hasRoom(state) { lua_pushinteger(state, integer) }
    }

    /// Whether the script can wait here; it cannot inside a callback of a C function.
    public var canWait: Bool { hs_can_wait(world.world, state) }

    /// Where the script calls: file, relative, and line. Nil when no script does.
    public var currentLine: (source: String, line: Int)? {
        var record = lua_Debug()
        guard hs_caller(state, &record) else { return nil }
        return (LuaWorld.shownSource(record.source), Int(record.currentline))
    }

    /// Where the script calls, past functions whose files begin with a text, such as those of a library.
    public func currentLine(outside files: String) -> (source: String, line: Int)? {
        var record = lua_Debug()
        guard hs_caller_outside(state, "@" + files, &record) else { return nil }
        return (LuaWorld.shownSource(record.source), Int(record.currentline))
    }
}

/// What C calls. The world outlives every call, since only its own methods run Lua.
let hostCallback: hs_callback = { owner, state, index in
    guard let owner, let state else { return 0 }
    let caller = Unmanaged<LuaWorld>.fromOpaque(owner)
    let bodies = caller._withUnsafeGuaranteedRef { $0.bodies }
    defer { caller._withUnsafeGuaranteedRef { $0.chargeCopies() } }
    do throws(LuaRaise) {
        switch try bodies[Int(index)].body(LuaCall(state: state, caller: caller)) {
        case .values(let count): return Int32(count)
        case .wait: return Int32(HS_WAIT)
        case .callOnce(let key, let function):
            let world = caller.takeUnretainedValue()
            guard world.hasRoom(state) else { return 0 }
            LuaStack.push(key, state)
            hs_ref_push(state, function.number)
            world.release(function)
            return Int32(HS_CALL_ONCE)
        }
    } catch {
        // To say what was meant takes longer than to do it.
        caller._withUnsafeGuaranteedRef { $0.copiedItems += 200 }
        guard caller.takeUnretainedValue().push(error.value, state) else { return 0 }
        if error.withPosition, case .string = error.value { return Int32(HS_RAISE_AT) }
        return Int32(HS_RAISE)
    }
}
