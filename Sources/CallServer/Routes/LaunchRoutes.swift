import CallModel
import CallRuntime
import Foundation
import Hummingbird

/// Starting sessions without a call: one, or a campaign of many, each a session of its own.
struct LaunchRoutes: Sendable {
    let runtime: CallRuntime

    /// The most launches in one request.
    static let most = 10_000

    func add(to router: RouterGroup<BasicRequestContext>) {
        router.post("launch") { request, _ in
            let body = try await JSONResponse.body(of: request)
            guard let flow = body["flow"]?.stringValue, var rest = body.objectValue else {
                throw EdgeFault(.badRequest, "a launch names its flow: {\"flow\": \"…\", \"params\": {…}}")
            }
            rest["flow"] = nil
            return try await answer(to: .object(rest), flow: flow)
        }
        router.post("flows/:flow/launch") { request, context in
            let body = try await JSONResponse.body(of: request)
            let flow = try context.parameters.require("flow")
            return try await answer(to: body, flow: flow.removingPercentEncoding ?? flow)
        }
    }

    private func answer(to body: JSONValue, flow: String) async throws -> JSONResponse {
        guard let launches = body["launches"] else { return try await one(body, flow: flow) }
        for (name, _) in body.objectValue?.members ?? [] where name != "launches" {
            throw EdgeFault(.badRequest, "'\(name)' means nothing beside 'launches'; each launch has its own")
        }
        guard let list = launches.arrayValue, !list.isEmpty, list.count <= Self.most else {
            throw EdgeFault(.badRequest, "'launches' is a list of 1 to \(Self.most) launches: [{\"params\": {…}}, …]")
        }
        for launch in list { try Self.check(launch) }
        try checkLaunchable(flow)
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
        try checkLaunchable(flow)
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
        for (name, _) in members where !["params", "key"].contains(name) {
            throw EdgeFault(.badRequest, "'\(name)' means nothing in a launch; known are params and key")
        }
        if let params = launch["params"], params.objectValue == nil {
            throw EdgeFault(.badRequest, "'params' of a launch is an object")
        }
        if let key = launch["key"], key.stringValue?.isEmpty ?? true {
            throw EdgeFault(.badRequest, "'key' of a launch is a text that is not empty")
        }
    }

    /// Refuses a flow that no session can begin with, once for all launches, and names those there are.
    private func checkLaunchable(_ flow: String) throws {
        let flows = runtime.flowsView.flows
        let names = flows.filter { flow in flow.hooks.contains { $0.event == "Launch" } }.map(\.name)
        guard !names.contains(flow) else { return }
        let reason =
            flows.contains { $0.name == flow }
            ? "the flow '\(flow)' has no on(\"Launch\", …)" : "there is no flow '\(flow)'"
        let others = names.isEmpty ? "none can be launched" : "launched can be " + names.joined(separator: ", ")
        throw EdgeFault(.unprocessableContent, "\(reason); \(others)")
    }

    private func launched(_ launch: JSONValue, flow: String) async -> (SessionID, DeliveryOutcome) {
        await withCheckedContinuation { continuation in
            runtime.launch(flow: flow, parameters: launch["params"] ?? [:], key: launch["key"]?.stringValue) {
                continuation.resume(returning: ($0, $1))
            }
        }
    }
}
