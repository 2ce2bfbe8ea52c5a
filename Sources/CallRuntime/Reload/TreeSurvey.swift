/// Which folders and sources a tree has and in what state they are. Two equal surveys with a reading between them mean
/// that the reading is of one moment.
struct TreeSurvey: Equatable {
    struct Source: Equatable {
        let relative: RawPath
        let path: RawPath
        let stamp: FileStamp
    }

    struct Folder: Equatable {
        let relative: RawPath
        let identity: FileStamp.Identity
    }

    var folders: [Folder] = []
    var sources: [Source] = []
}
