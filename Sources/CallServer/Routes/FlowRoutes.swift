import CallModel
import CallRuntime
import FlowEngine
import Foundation
import Hummingbird

/// Which flows new calls get: what is loaded, what is kept, and the operators' say in it.
struct FlowRoutes: Sendable {
    let runtime: CallRuntime
    let reload: FlowReload?

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.get("flows") { request, _ in JSONResponse(flows(isFull: CallRoutes.isFull(request))) }
        router.get("flows/generations") { _, _ in JSONResponse(try await generations()) }
        router.post("flows/reload") { request, _ in try await reloaded(isFull: CallRoutes.isFull(request)) }
        router.post("flows/rollback") { request, _ in
            let body = try await Self.body(of: request, knows: ["generation"])
            let name = try Self.generation(in: body)
            return try await decided(request) { keeper, now throws(GenerationFault) in
                try await keeper.rollback(to: name, at: now)
            }
        }
        router.post("flows/canary") { request, _ in
            let body = try await Self.body(of: request, knows: ["generation", "share", "numbers"])
            let name = try Self.generation(in: body)
            let share = body["share"].map { $0.doubleValue ?? .nan } ?? 0
            let numbers = try Self.numbers(in: body)
            return try await decided(request) { keeper, now throws(GenerationFault) in
                try await keeper.canary(name, share: share, numbers: numbers, at: now)
            }
        }
        router.post("flows/promote") { request, _ in
            try await decided(request) { keeper, now throws(GenerationFault) in try await keeper.promote(at: now) }
        }
        router.post("flows/abandon") { request, _ in
            try await decided(request) { keeper, now throws(GenerationFault) in try await keeper.abandon(at: now) }
        }
        router.post("flows/release") { request, _ in
            try await decided(request) { keeper, now throws(GenerationFault) in try await keeper.release(at: now) }
        }
    }

    // MARK: - Answers

    private func flows(isFull: Bool) -> JSONValue {
        let view = runtime.flowsView
        return [
            "generation": view.generation.map { .string($0) }, "newest": view.newest.map { .string($0) },
            "pinned": view.rollout.pinned.map { .string($0.generation) },
            "canary": view.rollout.canary.map { Self.json($0, isFull: isFull) },
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

    private static func json(_ canary: Rollout.Canary, isFull: Bool) -> JSONValue {
        [
            "generation": .string(canary.generation), "share": .number(canary.share),
            "numbers": .array(canary.numbers.map { .string(isFull ? $0 : PhoneNumber.redacted($0) ?? "…") }),
        ]
    }

    private func generations() async throws -> JSONValue {
        do throws(GenerationFault) {
            return [
                "generations": .array(
                    try await runtime.generations.entries().map { entry in
                        [
                            "generation": .string(entry.row.id), "created": .number(entry.row.created),
                            "level": .integer(Int64(entry.row.level)),
                            "open_sessions": .integer(Int64(entry.row.openSessions)),
                            "sessions": .integer(Int64(entry.row.sessions)), "current": .bool(entry.isCurrent),
                            "newest": .bool(entry.isNewest), "pinned": .bool(entry.isPinned),
                            "canary": .bool(entry.isCanary),
                        ]
                    })
            ]
        } catch {
            throw EdgeFault(error)
        }
    }

    /// What came of a look at the folder, beside the flows as they are now.
    private func reloaded(isFull: Bool) async throws -> JSONResponse {
        guard let reload else { throw EdgeFault(.notImplemented, "this server watches no folder of flows") }
        let (result, status, reason): (String, HTTPResponse.Status, String?) =
            switch await reload() {
            case .swapped: ("swapped", .ok, nil)
            case .kept: ("kept", .ok, nil)
            case .unchanged: ("unchanged", .ok, nil)
            case .refused: ("refused", .unprocessableContent, "the flows have problems; the last good ones stay")
            case .unsaved(let fault):
                ("refused", .serviceUnavailable, "the store cannot keep the flows; the last good ones stay: \(fault)")
            }
        var object = flows(isFull: isFull).objectValue ?? [:]
        object["result"] = .string(result)
        if let reason { object["error"] = ["message": .string(reason)] }
        return JSONResponse(.object(object), status: status)
    }

    private func decided(
        _ request: Request, _ body: (GenerationKeeper, Double) async throws(GenerationFault) -> FlowGeneration
    ) async throws -> JSONResponse {
        do throws(GenerationFault) {
            _ = try await body(runtime.generations, Date().timeIntervalSince1970)
        } catch {
            throw EdgeFault(error)
        }
        return JSONResponse(flows(isFull: CallRoutes.isFull(request)))
    }

    // MARK: - Requests

    private static func body(of request: Request, knows names: [String]) async throws -> JSONValue {
        let body = try await JSONResponse.body(of: request)
        guard let members = body.objectValue?.members else { throw EdgeFault(.badRequest, "the body is no object") }
        for (name, _) in members where !names.contains(name) {
            throw EdgeFault(.badRequest, "'\(name)' means nothing here; known are \(names.joined(separator: ", "))")
        }
        return body
    }

    private static func generation(in body: JSONValue) throws -> String {
        guard let name = body["generation"]?.stringValue else {
            throw EdgeFault(.badRequest, "name a generation: {\"generation\": \"…\"}; newest and current are known too")
        }
        return name
    }

    private static func numbers(in body: JSONValue) throws -> [String] {
        guard let value = body["numbers"] else { return [] }
        guard let items = value.arrayValue, items.allSatisfy({ $0.stringValue != nil }) else {
            throw EdgeFault(.badRequest, "'numbers' is a list of called numbers: [\"+18005550199\"]")
        }
        return items.compactMap(\.stringValue)
    }
}

extension EdgeFault {
    /// A mistake of the one who asks, or trouble of the store.
    init(_ fault: GenerationFault) {
        let status: HTTPResponse.Status =
            switch fault {
            case .unknown: .notFound
            case .ambiguous, .invalid: .badRequest
            case .conflict: .conflict
            case .level, .unusable, .broken: .unprocessableContent
            case .store: .serviceUnavailable
            }
        self.init(status, fault.description)
    }
}
