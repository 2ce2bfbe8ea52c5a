import FlowEngine
import LuaSyntax

/// What is known of a value without running anything.
indirect enum Kind: Equatable, Sendable {
    case unknown
    /// `nil`.
    case nothing
    case text, number, boolean, table
    /// An object of ours, by its class.
    case object(String)
    /// An operation, with what waiting for it gives.
    case operation([Kind])
    /// What a loop goes over, `call:events` and the like, with its items.
    case events(Kind)
    case record(Record)
    case list(Kind)
    /// A function of ours: its number in the catalogue.
    case host(Int)
    /// A table of ours, such as `log`, or a library.
    case space(String)
    /// What `require` gave.
    case module(String)
    /// What a module has under a name.
    case exported(module: String, name: String)
    /// What a function of a module gave.
    case made(module: String, by: String)
    /// A function of the same file.
    case function(ObjectIdentifier)

    /// A table whose fields are known.
    struct Record: Equatable, Sendable {
        /// What it is called, such as `an event CallConnected`.
        var owner: String
        var fields: [String: Kind]
        /// Whether a field that is not there is surely a mistake of the flow.
        var isCertain = true
    }

    /// What a value is that is either of two.
    func joined(_ other: Kind) -> Kind {
        if self == other || other == .nothing { return self }
        return self == .nothing ? other : .unknown
    }

    /// Whether nothing is known of it, or no more than where it comes from.
    var isOfOthers: Bool {
        switch self {
        case .unknown, .exported, .made: true
        default: false
        }
    }

    /// Whether a function may stand there, for all that is known.
    var mayBeFunction: Bool {
        switch self {
        case .unknown, .exported, .made, .function, .host, .table, .list, .module: true
        default: false
        }
    }

    static let call = Kind.object("Call")

    /// `err` beside `nil`.
    static let failure = Kind.record(
        Record(
            owner: "err",
            fields: [
                "reason": .text, "code": .number, "sub_code": .number, "message": .text, "remedy": .text,
                "event": .unknown,
                // Of what a wait on an ended call raises.
                "quiet": .boolean,
            ]))

    /// An identifier as events carry it.
    static let identifier = fields("an identifier", EventFields.identifier, isCertain: false)

    /// An event by its name; `unknown` where it may have any field.
    static func event(_ name: String) -> Kind {
        let common: [String: Kind] = ["name": .text, "id": .text, "time": .text, "raw": .text]
        var own: [String: Kind]
        switch name {
        case "Launch": own = ["params": .unknown, "session": .text]
        case "Signal": own = ["signal": .text, "data": .unknown]
        case "FlowError": own = ["message": .text, "file": .text, "line": .number, "traceback": .text]
        default:
            guard let shape = EventFields.of(name) else { return .unknown }
            own = shape.reduce(into: [:]) { $0[WireNames.lua($1.key)] = kind($1.value, $1.key) }
        }
        if name == "Restart" { own["calls"] = .list(.call) }
        // A newer service may send more.
        let isOwn = ["Launch", "Signal", "FlowError", "Restart"].contains(name)
        return .record(
            Record(owner: "an event \(name)", fields: own.merging(common) { own, _ in own }, isCertain: isOwn))
    }

    private static func kind(_ shape: EventFields.Shape, _ name: String) -> Kind {
        switch shape {
        case .value, .free: .unknown
        case .list: .list(.unknown)
        case .identifier: identifier
        case .record(let members): fields(WireNames.lua(name), members, isCertain: false)
        }
    }

    private static func fields(_ owner: String, _ members: [String: EventFields.Shape], isCertain: Bool) -> Kind {
        .record(
            Record(
                owner: owner, fields: members.reduce(into: [:]) { $0[WireNames.lua($1.key)] = kind($1.value, $1.key) },
                isCertain: isCertain))
    }
}
