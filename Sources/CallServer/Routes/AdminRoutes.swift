import CallModel
import CallRuntime
import Foundation
import Hummingbird

/// `/v1`: what operators ask and do.
struct AdminRoutes: Sendable {
    let runtime: CallRuntime
    let reload: @Sendable () -> Void

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("flows") { _, _ in JSONResponse(flows()) }
        router.post("flows/reload") { _, _ in
            reload()
            return JSONResponse(["reload": "asked"], status: .accepted)
        }
        router.get("calls") { request, _ in
            let limit = request.uri.queryParameters["limit"].flatMap { Int($0) } ?? 100
            return JSONResponse(try await calls(limit: min(max(1, limit), 1_000)))
        }
        router.get("calls/:id") { _, context in JSONResponse(try await call(session(context))) }
        router.get("calls/:id/timeline") { _, context in JSONResponse(try await timeline(session(context))) }
        router.post("calls/:id/stop") { request, context in
            let id = try session(context)
            let body = try await JSONResponse.body(of: request)
            return try await answer { done in
                runtime.stop(id, who: "operator", reason: body["reason"]?.stringValue ?? "", completion: done)
            }
        }
        router.post("calls/:id/signal") { request, context in
            let id = try session(context)
            let body = try await JSONResponse.body(of: request)
            guard let name = body["name"]?.stringValue else {
                throw EdgeFault(.badRequest, "a signal has a name: {\"name\": \"…\", \"data\": {…}}")
            }
            return try await answer { done in
                runtime.signal(id, name: name, data: body["data"] ?? [:], completion: done)
            }
        }
        router.post("launch") { request, _ in try await launch(try await JSONResponse.body(of: request)) }
    }

    private func session(_ context: BasicRequestContext) throws -> SessionID {
        let text = try context.parameters.require("id")
        guard let id = SessionID(text) else { throw EdgeFault(.notFound, "'\(text)' is no session id") }
        return id
    }

    private func flows() -> JSONValue {
        let view = runtime.flowsView
        return [
            "generation": view.generation.map { .string($0) },
            "flows": .array(
                view.flows.map { flow in
                    ["name": .string(flow.name), "hooks": .array(flow.hooks.map(Self.json))]
                }),
            "problems": .array(
                view.problems.map { problem in
                    [
                        "flow": problem.flow.map { .string($0) }, "file": problem.file.map { .string($0) },
                        "line": problem.line.map { .integer(Int64($0)) }, "reason": .string(problem.reason),
                    ]
                }),
        ]
    }

    private static func json(_ hook: FlowsView.Hook) -> JSONValue {
        ["event": .string(hook.event), "file": .string(hook.file), "line": .integer(Int64(hook.line))]
    }

    private func calls(limit: Int) async throws -> JSONValue {
        [
            "calls": .array(
                try await runtime.sessions(limit: limit).map { session in
                    [
                        "session": .string(session.id.text), "flow": .string(session.flow),
                        "generation": .string(session.generation), "began": .number(session.began),
                        "end": session.end.map { .string($0) }, "report": session.report.map { .string($0) },
                    ]
                })
        ]
    }

    private func call(_ id: SessionID) async throws -> JSONValue {
        guard let view = try await runtime.session(id) else {
            throw EdgeFault(.notFound, "there is no session \(id)")
        }
        return [
            "session": .string(id.text), "flow": .string(view.flow), "generation": .string(view.generation),
            "legs": .array(view.legs.map { ["number": .integer(Int64($0.number)), "state": .string($0.state)] }),
        ]
    }

    private func timeline(_ id: SessionID) async throws -> JSONValue {
        let entries = try await runtime.timeline(of: id)
        guard !entries.isEmpty else { throw EdgeFault(.notFound, "there is no session \(id)") }
        return [
            "session": .string(id.text),
            "timeline": .array(
                entries.map { entry in
                    [
                        "seq": .integer(Int64(entry.seq)), "at": .number(entry.at), "kind": .string(entry.kind),
                        "text": .string(entry.text),
                    ]
                }),
        ]
    }

    private func launch(_ body: JSONValue) async throws -> JSONResponse {
        guard let flow = body["flow"]?.stringValue else {
            throw EdgeFault(.badRequest, "a launch names its flow: {\"flow\": \"…\", \"params\": {…}}")
        }
        let (id, outcome) = await withCheckedContinuation { continuation in
            runtime.launch(flow: flow, parameters: body["params"] ?? [:], key: body["key"]?.stringValue) {
                continuation.resume(returning: ($0, $1))
            }
        }
        switch outcome {
        case .accepted: return JSONResponse(["session": .string(id.text)], status: .accepted)
        case .duplicate: return JSONResponse(["duplicate": true], status: .ok)
        default: throw EdgeFault(outcome)
        }
    }

    private func answer(
        _ body: (@escaping @Sendable (DeliveryOutcome) -> Void) -> Void
    ) async throws -> JSONResponse {
        let outcome = await withCheckedContinuation { continuation in
            body { continuation.resume(returning: $0) }
        }
        guard outcome == .accepted else { throw EdgeFault(outcome) }
        return JSONResponse(["accepted": true], status: .accepted)
    }
}
