import CallJournal
import CallModel
import FlowEngine
import LuaEngine

/// What phones, calls and sessions of a spec have beside their methods.
enum SpecFields {
    static let phone = LuaHostFunction(namespace: SpecAPI.phoneClass, name: "index") {
        call throws(LuaRaise) -> LuaReturn in
        let (world, id, name) = try object(call, SpecAPI.phoneClass)
        guard let number = world.knownPhones[id] else { throw LuaRaise("this phone is not known here") }
        let facts = try? world.standing(ofPhone: number)
        switch name {
        case "number": call.push(.string(number))
        case "call": call.push(facts?.callID.map { world.call($0) } ?? .nil)
        case "state":
            let isIn = (try? world.isInCall(number)) ?? false
            call.push(
                .string(
                    isIn ? "in_call" : facts?.isRung == true ? "ringing" : facts?.callID != nil ? "calling" : "idle"))
        default: throw unknown(name, SpecAPI.phoneClass, ["number", "call", "state"])
        }
        return .values(1)
    }

    static let call = LuaHostFunction(namespace: SpecAPI.callClass, name: "index") {
        call throws(LuaRaise) -> LuaReturn in
        let (world, id, name) = try object(call, SpecAPI.callClass)
        guard let callID = world.knownCalls[id], let facts = try? world.standing(ofCall: callID) else {
            throw LuaRaise("this call is not known here any more")
        }
        switch name {
        case "id": call.push(.string(callID))
        case "state": call.push(.string(facts.state))
        case "outcome": call.push(facts.outcome.map { .string($0) } ?? .nil)
        case "correlation_id": call.push(.string(facts.correlationID))
        case "server_call_id": call.push(.string(facts.serverCallID))
        case "participants": call.push(.list(facts.participants.map { .string(SpecWorld.shown($0)) }))
        case "ringing": call.push(.list(facts.ringing.map { .string(SpecWorld.shown($0)) }))
        case "timeline":
            let entries = (try? world.timeline(ofCall: callID)) ?? []
            call.push(
                .list(
                    entries.map {
                        .record([
                            ("kind", .string($0.kind.rawValue)), ("text", .string($0.text)),
                            ("seconds", .number(Double($0.elapsedMilliseconds) / 1_000)),
                        ])
                    }))
        case "session":
            let session = (try? world.sessions(ofCall: facts))?.first
            call.push(session.map { world.session($0) } ?? .nil)
        default:
            throw unknown(
                name, SpecAPI.callClass,
                [
                    "id", "state", "outcome", "correlation_id", "server_call_id", "participants", "ringing", "timeline",
                    "session",
                ])
        }
        return .values(1)
    }

    static let session = LuaHostFunction(namespace: SpecAPI.sessionClass, name: "index") {
        call throws(LuaRaise) -> LuaReturn in
        let (world, id, name) = try object(call, SpecAPI.sessionClass)
        guard let session = world.knownSessions[id], let stage = world.stage else {
            throw LuaRaise("this session is not known here")
        }
        let records = (try? stage.records(of: session)) ?? []
        var end: EndRecord?
        if case .end(let record)? = records.last?.body { end = record }
        switch name {
        case "id": call.push(.string(session.text))
        case "flow":
            if case .begin(let begin)? = records.first?.body { call.push(.string(begin.flow)) } else { call.push(.nil) }
        case "calls":
            let calls = (try? world.calls(of: session)) ?? []
            call.push(.list(calls.map { world.call($0) }))
        case "call": call.push((try? world.calls(of: session))?.first.map { world.call($0) } ?? .nil)
        case "way": call.push(end.map { .string($0.way.rawValue) } ?? .nil)
        case "report": call.push(end.map { .string($0.report) } ?? .nil)
        default: throw unknown(name, SpecAPI.sessionClass, ["id", "flow", "call", "calls", "way", "report"])
        }
        return .values(1)
    }

    /// An expectation has methods only; one that is misspelt is told.
    static let expectation = LuaHostFunction(namespace: SpecAPI.expectationClass, name: "index") {
        call throws(LuaRaise) -> LuaReturn in
        throw unknown(call.string(at: 2) ?? "", SpecAPI.expectationClass, [])
    }

    private static func object(
        _ call: LuaCall, _ className: String
    ) throws(LuaRaise) -> (SpecWorld, Int, name: String) {
        guard let world = call.world.owner as? SpecWorld, let id = call.objectID(at: 1, class: className) else {
            throw LuaRaise("this is no \(className.lowercased())")
        }
        return (world, Int(id), call.string(at: 2) ?? "")
    }

    private static func unknown(_ name: String, _ className: String, _ fields: [String]) -> LuaRaise {
        let methods = SpecAPI.functions.filter { $0.signature.namespace == className }.map(\.signature.name)
        return LuaRaise(
            "\(className.lowercased().withArticle) has no '\(name)'"
                + Nearest.help(for: name, among: fields + methods, "its fields"))
    }
}
