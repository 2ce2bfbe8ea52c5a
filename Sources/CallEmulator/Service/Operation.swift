import CallAutomation
import CallModel
import Foundation

/// One operation of the API.
struct Operation: Sendable {
    /// Carries out a checked request. Throws the refusal.
    typealias Handler =
        @Sendable (_ core: inout EmulatorCore, _ request: OperationRequest) throws(ServiceError) -> ServiceResponse

    let name: String
    let method: String
    /// Segments; `{…}` takes anything, also before an action such as `:play`.
    let template: [String]
    /// Whether the operation honours `Repeatability-Request-ID`.
    let isRepeatable: Bool
    /// The only versions of the API that have it; empty when all do.
    let versions: [String]
    /// What the published contract says of it.
    let contract: ServiceContract.Operation?
    /// Nil as long as the emulator does not know how.
    let handler: Handler?

    init(
        _ name: String, _ method: String, _ path: String, repeatable: Bool = false, versions: [String] = [],
        _ handler: Handler? = nil
    ) {
        self.name = name
        self.versions = versions
        self.method = method
        template = path.split(separator: "/").map(String.init)
        isRepeatable = repeatable
        contract = ServiceContract.operation(method: method, path: path)
        self.handler = handler
    }

    func exists(in version: String) -> Bool { versions.isEmpty || versions.contains(version) }

    /// The parts of the path that stand for `{…}`, in order; nil when the path is another's.
    func parameters(in segments: [String]) -> [String]? {
        guard segments.count == template.count else { return nil }
        var found: [String] = []
        for (segment, template) in zip(segments, template) {
            guard template.hasPrefix("{"), let brace = template.firstIndex(of: "}") else {
                if segment != template { return nil }
                continue
            }
            let action = template[template.index(after: brace)...]
            guard segment.hasSuffix(action), segment.count > action.count else { return nil }
            let parameter = String(segment.dropLast(action.count))
            // A colon belongs to raw ids; elsewhere an action follows it, here an unknown one.
            if parameter.contains(":"), template != "{participantRawId}" { return nil }
            found.append(parameter)
        }
        return found
    }
}

/// A request that passed all checks that do not depend on the operation.
struct OperationRequest: Sendable {
    let operation: String
    /// What stood for `{…}` in the path.
    let parameters: [String]
    let body: Fields
    let apiVersion: String

    /// The leg that the path names.
    func leg(_ core: EmulatorCore) throws(ServiceError) -> CallLeg {
        guard let id = parameters.first, let leg = core.leg(id) else { throw .notFound("Call") }
        return leg
    }

    /// The same, for actions that need an established call (protocol reference, 17.2).
    func establishedLeg(_ core: EmulatorCore) throws(ServiceError) -> CallLeg {
        let leg = try leg(core)
        switch leg.state {
        case .connected: return leg
        case .transferring:
            throw ServiceError(status: 400, code: "8585", message: "The call is being transferred.")
        default: throw ServiceError(status: 400, code: "8501", message: "The call is not established yet.")
        }
    }
}
