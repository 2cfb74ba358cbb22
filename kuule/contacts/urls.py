"""Addresses of this room."""

from django.urls import path

from kuule.contacts.views import accounts, definitions, imports, people

CONTACTS = "w/<slug:slug>/contacts/"
CONTACT = CONTACTS + "<int:contact_id>/"
ACCOUNTS = "w/<slug:slug>/accounts/"
ACCOUNT = ACCOUNTS + "<int:account_id>/"
IMPORTS = "w/<slug:slug>/imports/"
IMPORT = IMPORTS + "<int:import_id>/"

urlpatterns = [
    path(CONTACTS, people.contact_list, name="contact_list"),
    path(CONTACTS + "new/", people.contact_new, name="contact_new"),
    path(CONTACTS + "archived/", people.contact_archived, name="contact_archived"),
    path(CONTACT, people.contact_page, name="contact_page"),
    path(CONTACT + "edit/", people.contact_edit, name="contact_edit"),
    path(CONTACT + "stop/", people.contact_stop, name="contact_stop"),
    path(CONTACT + "resume/", people.contact_resume, name="contact_resume"),
    path(CONTACT + "archive/", people.contact_archive, name="contact_archive"),
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
    path(IMPORT + "problems.csv", imports.import_problems, name="import_problems"),
]
