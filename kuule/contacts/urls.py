"""Addresses of this room."""

from django.urls import path

from kuule.contacts.views import (
    accounts,
    definitions,
    exports,
    import_downloads,
    import_undo,
    imports,
    people,
    rights,
)

CONTACTS = "w/<slug:slug>/contacts/"
CONTACT = CONTACTS + "<int:contact_id>/"
ACCOUNTS = "w/<slug:slug>/accounts/"
ACCOUNT = ACCOUNTS + "<int:account_id>/"
EXPORTS = "w/<slug:slug>/exports/"
EXPORT = EXPORTS + "<int:export_id>/"
IMPORTS = "w/<slug:slug>/imports/"
IMPORT = IMPORTS + "<int:import_id>/"

urlpatterns = [
    path(CONTACTS, people.contact_list, name="contact_list"),
    path(CONTACTS + "new/", people.contact_new, name="contact_new"),
    path(CONTACTS + "archived/", people.contact_archived, name="contact_archived"),
    path(CONTACTS + "export/", exports.people_export, name="people_export"),
    path(CONTACT, people.contact_page, name="contact_page"),
    path(CONTACT + "edit/", people.contact_edit, name="contact_edit"),
    path(CONTACT + "stop/", people.contact_stop, name="contact_stop"),
    path(CONTACT + "resume/", people.contact_resume, name="contact_resume"),
    path(CONTACT + "archive/", people.contact_archive, name="contact_archive"),
    path(CONTACT + "export/", rights.contact_export, name="contact_export"),
    path(CONTACT + "erase/", rights.contact_erase, name="contact_erase"),
    path(CONTACT + "bring-back/", people.contact_bring_back, name="contact_bring_back"),
    path(ACCOUNTS, accounts.account_list, name="account_list"),
    path(ACCOUNTS + "new/", accounts.account_new, name="account_new"),
    path(ACCOUNTS + "names/", accounts.account_names_offered, name="account_names"),
    path(ACCOUNTS + "archived/", accounts.account_archived, name="account_archived"),
    path(ACCOUNT, accounts.account_page, name="account_page"),
    path(ACCOUNT + "edit/", accounts.account_edit, name="account_edit"),
    path(ACCOUNT + "archive/", accounts.account_archive, name="account_archive"),
    path(ACCOUNT + "bring-back/", accounts.account_bring_back, name="account_bring_back"),
    path("w/<slug:slug>/properties/", definitions.property_list, name="property_list"),
    path(IMPORTS, imports.import_new, name="import_new"),
    path(IMPORT, imports.import_page, name="import_page"),
    path(IMPORT + "columns/", imports.import_mapping, name="import_mapping"),
    path(IMPORT + "cancel/", imports.import_cancel, name="import_cancel"),
    path(IMPORT + "undo/", import_undo.import_undo, name="import_undo"),
    path(IMPORT + "problems.csv", import_downloads.import_problems, name="import_problems"),
    path(IMPORT + "to-mend.csv", import_downloads.import_to_mend, {"file_format": "csv"}, name="import_to_mend"),
    path(IMPORT + "to-mend.xlsx", import_downloads.import_to_mend, {"file_format": "xlsx"}, name="import_to_mend_xlsx"),
    path(EXPORTS, exports.export_list, name="export_list"),
    path(EXPORT, exports.export_page, name="export_page"),
    path(EXPORT + "file/", exports.export_file, name="export_file"),
    path(EXPORT + "cancel/", exports.export_cancel, name="export_cancel"),
]
