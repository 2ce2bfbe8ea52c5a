import CallEmulator
import CallModel
import FlowEngine
import LuaEngine

/// How a spec waits: in its own time, which costs nothing.
extension SpecWorld {
    /// Seconds of its time that a spec waits for something, unless it says otherwise.
    static let patience = 30.0

    static let withinOption = HostParameter(
        "within", .number(0...31_536_000), "Seconds of the spec's time to wait at most; 30 if not given.")

    /// A wait for nothing but time.
    func pass(_ seconds: Double) throws -> SpecWait {
        SpecWait(limit: try onStage().now + seconds, look: { .notYet }, late: nil)
    }

    // MARK: - Who and what

    func number(_ arguments: HostArguments) throws(LuaRaise) -> String {
        guard let number = knownPhones[arguments.object] else {
            throw arguments.mistake("this phone is not known here")
        }
        return number
    }

    func call(_ id: String) -> LuaValue {
        .object(LuaObject(class: SpecAPI.callClass, id: knownCalls.number(of: id)))
    }

    func session(_ id: SessionID) -> LuaValue {
        .object(LuaObject(class: SpecAPI.sessionClass, id: knownSessions.number(of: id)))
    }

    /// A number of a phone, of an object or as text, as the emulator names it.
    func spoken(_ value: LuaValue) -> String? {
        if case .object(let object) = value, object.className == SpecAPI.phoneClass {
            return knownPhones[Int(object.id)]
        }
        return HostOptions.identifier(value).map(\.spoken)
    }

    /// A value with phones replaced by their numbers.
    func plain(_ value: LuaValue) -> LuaValue {
        switch value {
        case .object: return spoken(value).map { .string($0) } ?? value
        case .table(let table):
            var plain = LuaTable(array: table.array.map(plain))
            for (name, item) in table.namedFields { plain[name] = self.plain(item) }
            plain.hasOtherKeys = table.hasOtherKeys
            return .table(plain)
        default: return value
        }
    }

    func standing(ofPhone number: String) throws -> PhoneStanding? { try onStage().standing(ofPhone: number) }

    func standing(ofCall id: String) throws -> CallStanding { try onStage().standing(ofCall: id) }

    func timeline(ofCall id: String, after: Int = 0) throws -> [TimelineEntry] {
        try onStage().timeline(ofCall: id, after: after)
    }

    /// Raw ids as a spec writes them: a number with its +, else the raw id.
    static func shown(_ rawID: String) -> String { rawID.hasPrefix("4:") ? String(rawID.dropFirst(2)) : rawID }
}
