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
        router.get("calls/:id/timeline") { request, context in
            let query = request.uri.queryParameters
            let after = query["after"].flatMap { Int($0) } ?? 0
            let wait = min(max(0, query["wait"].flatMap { Double($0) } ?? 0), 60)
            return JSONResponse(
                try await timeline(session(context), after: after, wait: wait, isFull: Self.isFull(request)))
        }
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
        router.get("lines") { request, _ in JSONResponse(lines(isFull: Self.isFull(request))) }
        LaunchRoutes(runtime: runtime).add(to: router)
    }

    /// Phone numbers are whole only for those who ask for them.
    private static func isFull(_ request: Request) -> Bool { request.uri.queryParameters["full"] == "1" }

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

    /// What happened after the record `after`; with `wait`, seconds, not before there is something new.
    private func timeline(_ id: SessionID, after: Int, wait: Double, isFull: Bool) async throws -> JSONValue {
        let end = ContinuousClock.now + .seconds(wait)
        var entries = try await runtime.timeline(of: id, isFull: isFull)
        guard !entries.isEmpty else { throw EdgeFault(.notFound, "there is no session \(id)") }
        // Stores tell nobody of new records, so they are asked.
        while entries.count <= after, entries.last?.kind != "end", ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
            entries = try await runtime.timeline(of: id, isFull: isFull)
        }
        return [
            "session": .string(id.text), "ended": .bool(entries.last?.kind == "end"),
            "timeline": .array(
                entries.drop { $0.seq <= after }.map { entry in
                    [
                        "seq": .integer(Int64(entry.seq)), "at": .number(entry.at), "kind": .string(entry.kind),
                        "text": .string(entry.text),
                    ]
                }),
        ]
    }

    private func lines(isFull: Bool) -> JSONValue {
        func list(_ sessions: [SessionID]) -> JSONValue { .array(sessions.map { .string($0.text) }) }
        let lines: [JSONValue] = runtime.lineHolders.map { holders in
            let line = holders.line
            return [
                "caller_id": .string(isFull ? line.number : line.redactedNumber), "limit": .integer(Int64(line.limit)),
                "active": .integer(Int64(line.active)), "waiting": .integer(Int64(line.waiting)),
                "sessions": ["active": list(holders.active), "waiting": list(holders.waiting)],
            ]
        }
        return ["lines": .array(lines)]
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
