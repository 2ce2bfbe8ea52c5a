import CallModel
import FlowEngine

extension SessionMachine {
    /// Something asked of the own process.
    struct OutsideRequest: Codable {
        /// Who waits for the answer; nil when nobody does any more.
        var task: Int?
        /// What is asked again when the process has ended in between: asking twice has the effect of once.
        var question: Question

        enum Question: Codable {
            case launch(OperationID, FlowLaunch)
            case signal(OperationID, SessionID, name: String, data: JSONValue)
            case store(OperationID, StoreRequest, at: Double)
            case download(OperationID, RecordingDownload)
            case deleteFiles(OperationID, RecordingFiles)

            var effect: SessionEffect {
                switch self {
                case .launch(let id, let launch): .launch(id, launch)
                case .signal(let id, let session, let name, let data): .signal(id, session, name: name, data: data)
                case .store(let id, let request, let time): .store(id, request, at: time)
                case .download(let id, let download): .download(id, download)
                case .deleteFiles(let id, let files): .deleteFiles(id, files)
                }
            }
        }
    }
}
