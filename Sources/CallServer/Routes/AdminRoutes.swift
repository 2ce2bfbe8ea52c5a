import CallModel
import CallRuntime
import Foundation
import Hummingbird

/// `/v1`: what operators ask and do, calls and launches apart.
struct AdminRoutes: Sendable {
    let runtime: CallRuntime
    let reload: FlowReload?

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.post("calls/:id/stop") { request, context in
            let id = try CallRoutes.session(context)
            let body = try await JSONResponse.body(of: request)
            return try await answer { done in
                runtime.stop(id, who: "operator", reason: body["reason"]?.stringValue ?? "", completion: done)
            }
        }
        router.post("calls/:id/signal") { request, context in
            let id = try CallRoutes.session(context)
            let body = try await JSONResponse.body(of: request)
            guard let name = body["name"]?.stringValue else {
                throw EdgeFault(.badRequest, "a signal has a name: {\"name\": \"…\", \"data\": {…}}")
            }
            return try await answer { done in
                runtime.signal(id, name: name, data: body["data"] ?? [:], completion: done)
            }
        }
        router.get("lines") { request, _ in JSONResponse(lines(isFull: CallRoutes.isFull(request))) }
        CallRoutes(runtime: runtime).add(to: router)
        FlowRoutes(runtime: runtime, reload: reload).add(to: router)
        LaunchRoutes(runtime: runtime).add(to: router)
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
