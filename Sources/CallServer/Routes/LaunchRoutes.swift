import CallModel
import CallRuntime
import Hummingbird

/// Starting sessions without a call: one, or a campaign of many, each a session of its own.
struct LaunchRoutes: Sendable {
    let runtime: CallRuntime

    /// The most launches in one request.
    static let most = 10_000

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.post("launch") { request, _ in
            let body = try await JSONResponse.body(of: request)
            guard let flow = body["flow"]?.stringValue else {
                throw EdgeFault(.badRequest, "a launch names its flow: {\"flow\": \"…\", \"params\": {…}}")
            }
            return try await answer(to: body, flow: flow)
        }
        router.post("flows/:flow/launch") { request, context in
            let body = try await JSONResponse.body(of: request)
            return try await answer(to: body, flow: try context.parameters.require("flow"))
        }
    }

    private func answer(to body: JSONValue, flow: String) async throws -> JSONResponse {
        guard let launches = body["launches"] else { return try await one(body, flow: flow) }
        guard let list = launches.arrayValue, !list.isEmpty, list.count <= Self.most else {
            throw EdgeFault(.badRequest, "'launches' is a list of 1 to \(Self.most) launches: [{\"params\": {…}}, …]")
        }
        for launch in list { try Self.check(launch) }
        var results: [JSONValue] = []
        for launch in list {
            let (id, outcome) = await launched(launch, flow: flow)
            switch outcome {
            case .accepted: results.append(["session": .string(id.text)])
            case .duplicate: results.append(["duplicate": true, "session": .string(id.text)])
            default: results.append(["error": ["message": .string(EdgeFault(outcome).message)]])
            }
        }
        return JSONResponse(["launches": .array(results)], status: .accepted)
    }

    private func one(_ launch: JSONValue, flow: String) async throws -> JSONResponse {
        try Self.check(launch)
        let (id, outcome) = await launched(launch, flow: flow)
        switch outcome {
        case .accepted: return JSONResponse(["session": .string(id.text)], status: .accepted)
        case .duplicate: return JSONResponse(["duplicate": true, "session": .string(id.text)], status: .ok)
        default: throw EdgeFault(outcome)
        }
    }

    private static func check(_ launch: JSONValue) throws {
        guard let members = launch.objectValue?.members else {
            throw EdgeFault(.badRequest, "a launch is an object: {\"params\": {…}, \"key\": \"…\"}")
        }
        for (name, _) in members where !["flow", "params", "key"].contains(name) {
            throw EdgeFault(.badRequest, "'\(name)' means nothing in a launch; known are params and key")
        }
        if let params = launch["params"], params.objectValue == nil {
            throw EdgeFault(.badRequest, "'params' of a launch is an object")
        }
        if let key = launch["key"], key.stringValue == nil {
            throw EdgeFault(.badRequest, "'key' of a launch is a text")
        }
    }

    private func launched(_ launch: JSONValue, flow: String) async -> (SessionID, DeliveryOutcome) {
        await withCheckedContinuation { continuation in
            runtime.launch(flow: flow, parameters: launch["params"] ?? [:], key: launch["key"]?.stringValue) {
                continuation.resume(returning: ($0, $1))
            }
        }
    }
}
