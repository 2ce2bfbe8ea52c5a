import CallModel
import LuaEngine

/// How the service's values look in Lua.
package enum Marshalling {
    /// An event: its payload's fields in snake_case, beside `name`, `id`, `time`, and the payload as `raw` text.
    /// - Parameter more: fields that no payload can hold.
    static func event(_ event: CallEvent, with more: [(String, LuaValue)]) -> LuaValue {
        var fields: [(String, LuaValue)] = []
        if let data = try? event.dataForFlows() {
            if case .table(let table) = value(data, field: "") { fields = table.namedFields }
        }
        let own: [(String, LuaValue)] = [
            ("name", .string(event.name)), ("id", .string(event.id)), ("time", .string(event.time)),
            ("raw", .string(String(decoding: event.data, as: UTF8.self))),
        ]
        let names = Set((own + more).map(\.0))
        return .record(fields.filter { !names.contains($0.0) } + own + more)
    }

    /// An event that its payload says all of.
    static func event(_ event: CallEvent) -> LuaValue { Self.event(event, with: []) }

    /// A JSON value. Keys of records are spelled in snake_case where the declarations know them; those of free maps
    /// never change.
    package static func value(_ json: JSONValue, field: String, isFree: Bool = false) -> LuaValue {
        switch json {
        case .null: return .nil
        case .bool(let flag): return .boolean(flag)
        case .integer(let number): return .integer(number)
        case .number(let number): return .number(number)
        case .string(let text):
            return .string(!isFree && WireNames.isEnumeration(field) ? WireNames.luaWord(text) : text)
        case .array(let items): return .list(items.map { value($0, field: field, isFree: isFree) })
        case .object(let object):
            let isFree = isFree || WireNames.isFreeMap(field)
            return .record(
                object.members.map { member in
                    (
                        isFree ? member.name : WireNames.lua(member.name),
                        value(member.value, field: member.name, isFree: isFree)
                    )
                })
        }
    }

    /// A JSON value of a filter or a launch, from Lua; functions and mixed tables are refused.
    package static func json(_ value: LuaValue) throws(LuaRaise) -> JSONValue {
        switch value {
        case .nil: return .null
        case .boolean(let flag): return .bool(flag)
        case .integer(let number): return .integer(number)
        case .number(let number):
            guard number.isFinite else { throw LuaRaise("the number \(number) cannot stand here") }
            return .number(number)
        case .string(let text): return .string(text)
        case .table(let table):
            guard !table.hasOtherKeys else {
                throw LuaRaise("a table must have names, or numbers without gaps, as keys here")
            }
            if table.namedFields.isEmpty {
                var items: [JSONValue] = []
                for item in table.array { items.append(try json(item)) }
                return .array(items)
            }
            guard table.array.isEmpty else {
                throw LuaRaise("a table must be either a list or a record here, this one is both")
            }
            var members: [(name: String, value: JSONValue)] = []
            for (name, item) in table.namedFields { members.append((name, try json(item))) }
            return .object(JSONObject(members))
        default: throw LuaRaise("a \(value.typeName) cannot stand here")
        }
    }

    /// The `err` beside `nil`.
    static func failure(_ failure: ActionFailure) -> LuaValue {
        .record([
            ("reason", .string(failure.reason.rawValue)),
            ("code", failure.code.map { .integer(Int64($0)) } ?? .nil),
            ("sub_code", failure.subCode.map { .integer(Int64($0)) } ?? .nil),
            ("message", .string(failure.message)),
            ("remedy", failure.remedy.map { .string($0) } ?? .nil),
            ("event", failure.event.map(event) ?? .nil),
        ])
    }

    /// What the service accepted, with `awaited = false`: its events go to an address of the flow's own choice.
    static func notAwaited(_ answer: JSONValue) -> LuaValue {
        var fields: [(String, LuaValue)] = []
        if case .table(let table) = value(answer, field: "") { fields = table.namedFields }
        return .record(fields.filter { $0.0 != "awaited" } + [("awaited", .boolean(false))])
    }

    /// What a recognition heard: `tones` as keys (`"12#"`) with the service's words beside them; or `speech`, what was
    /// said; or the label of the `choice` and the `phrase` that was said for it; with the event.
    static func recognition(_ event: CallEvent) -> LuaValue {
        let data = (try? event.parsedData()) ?? .null
        let type = data["recognitionType"]?.stringValue ?? "dtmf"
        var fields: [(String, LuaValue)] = [("recognition_type", .string(WireNames.luaWord(type)))]
        switch type {
        case "speech":
            let result = data["speechResult"]
            fields.append(("speech", .string(result?["speech"]?.stringValue ?? "")))
            fields.append(("confidence", number(result?["confidence"])))
        case "choices":
            let result = data["choiceResult"]
            fields.append(("choice", result?["label"]?.stringValue.map { .string($0) } ?? .nil))
            fields.append(("phrase", result?["recognizedPhrase"]?.stringValue.map { .string($0) } ?? .nil))
            fields.append(("confidence", number(result?["confidence"])))
        default:
            let names = data["dtmfResult"]?["tones"]?.arrayValue?.compactMap(\.stringValue) ?? []
            fields.append(("tones", .string(String(names.compactMap { Tone(rawValue: $0)?.key }))))
            fields.append(("tone_names", .list(names.map { .string($0) })))
        }
        return .record(fields + [("event", Marshalling.event(event))])
    }

    private static func number(_ value: JSONValue?) -> LuaValue { value?.doubleValue.map { .number($0) } ?? .nil }

    /// An identifier as flows mostly want it: a phone number with its +, else the raw id.
    static func identifier(_ identifier: CommunicationIdentifier) -> LuaValue {
        .string(identifier.spoken)
    }

    /// The value that a wait on an ended call raises. `quiet` tells it from an `err` that a flow raises itself, which
    /// is an error like any other.
    static let callEnded = LuaRaise(
        .record([
            ("reason", .string("call_ended")), ("message", .string("the call has ended")), ("quiet", .boolean(true)),
        ]))

    /// The value that a cancelled task's wait raises.
    static let cancelled = LuaRaise(
        .record([
            ("reason", .string("cancelled")), ("message", .string("the task was cancelled")),
            ("quiet", .boolean(true)),
        ]))
}
